package dev.codecsmith.service.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How fast what is long must come, so that nobody takes a place for ever: 256 KiB each 30 s. */
final class Pace {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final long LEAST_BYTES = 256 << 10;

  private final InstantSource clock;
  private Instant begun;
  private long bytes;

  Pace(InstantSource clock) {
    this.clock = clock;
    this.begun = clock.instant();
  }

  /**
   * So many bytes have come.
   *
   * @throws RequestBody.TooSlowException if too few did lately
   */
  void came(int more) throws RequestBody.TooSlowException {
    bytes += more;
    Instant now = clock.instant();
    if (now.isBefore(begun.plus(WINDOW))) {
      return;
    }
    if (bytes < LEAST_BYTES) {
      throw new RequestBody.TooSlowException();
    }
    begun = now;
    bytes = 0;
  }
}
