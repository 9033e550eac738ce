package dev.codecsmith.service.client;

import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.attempts.RetryLoop;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A download that goes on where it was cut, a few times in one place, and that is checked against
 * its SHA-256 at its end.
 */
final class ResumedDownload extends InputStream {
  private static final RetryPolicy<Object> RESUMING =
      RetryPolicy.builder()
          .handleIf(fault -> fault instanceof IOException && !(fault instanceof StoreException))
          .withBackoff(Duration.ofMillis(50), Duration.ofSeconds(1))
          .withMaxRetries(5)
          .build();

  private final String sha256;
  private final Source source;
  private final MessageDigest digest = DigestUtils.getSha256Digest();
  private InputStream in;
  private long position;
  private boolean cut;
  private boolean ended;

  /** Opens the rest of a blob. */
  @FunctionalInterface
  interface Source {
    InputStream from(long position) throws StoreException;
  }

  ResumedDownload(String sha256, Source source) throws StoreException {
    this.sha256 = sha256;
    this.source = source;
    this.in = source.from(0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (ended) {
      return -1;
    }
    int read = readOrResume(bytes, offset, length);
    if (read < 0) {
      ended = true;
      check();
      return -1;
    }
    digest.update(bytes, offset, read);
    position += read;
    return read;
  }

  private int readOrResume(byte[] bytes, int offset, int length) throws StoreException {
    try {
      return RetryLoop.<Integer, IOException>run(
          RESUMING,
          () -> {
            if (cut) {
              in.close();
              in = source.from(position);
              cut = false;
            }
            return in.read(bytes, offset, length);
          },
          (_, _) -> cut = true,
          Thread::sleep);
    } catch (StoreException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw lost(e);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  private StoreException lost(Exception cause) {
    String said = "Artifact " + sha256 + " was cut at byte " + position + " (" + cause + ").";
    return new StoreException(said, new JobLostException(said, cause));
  }

  private void check() throws StoreException {
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(sha256)) {
      throw new StoreException(
          "artifact " + sha256 + " came damaged, with the SHA-256 " + found + "; try again");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
