package dev.codecsmith.service.http;

import dev.codecsmith.service.limits.TooSlowException;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A request's body that is read as a whole, from clients that mean it. */
public final class RequestBody {
  /** What a client may take before its pace counts. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int LEAST_BYTES_A_SECOND = 64 << 10;

  private RequestBody() {}

  /**
   * All of a request's body.
   *
   * @return empty, and the request is answered, where the body is longer than {@code most}, or too
   *     slow
   */
  public static Optional<byte[]> of(Context context, int most, InstantSource clock)
      throws IOException {
    try (InputStream in = context.bodyInputStream()) {
      Optional<byte[]> body = read(in, most, clock);
      if (body.isEmpty()) {
        Problems.answer(
            context, 413, "The body is longer than " + most + " bytes, the most that is taken.");
      }
      return body;
    } catch (TooSlowException e) {
      context.header("Connection", "close");
      Problems.answer(context, 408, "The body came too slowly; send it again at once.");
      return Optional.empty();
    }
  }

  /**
   * Reads.
   *
   * @param most bytes
   * @return empty if there are more
   * @throws TooSlowException if after ten seconds less than 64 KiB a second came
   */
  static Optional<byte[]> read(InputStream in, int most, InstantSource clock)
      throws IOException, TooSlowException {
    Instant begin = clock.instant();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 14];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      body.write(piece, 0, read);
      if (body.size() > most) {
        return Optional.empty();
      }
      Duration allowed = GRACE.plusMillis(body.size() * 1000L / LEAST_BYTES_A_SECOND);
      if (Duration.between(begin, clock.instant()).compareTo(allowed) > 0) {
        throw new TooSlowException();
      }
    }
    return Optional.of(body.toByteArray());
  }
}
