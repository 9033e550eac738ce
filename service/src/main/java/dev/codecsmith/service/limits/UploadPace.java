package dev.codecsmith.service.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How fast what is long must come, so that nobody takes a place for ever: 256 KiB each 30 s. */
public final class UploadPace {
  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final long LEAST_BYTES = 256 << 10;

  private final InstantSource clock;
  private Instant begun;
  private long bytes;

  public UploadPace(InstantSource clock) {
    this.clock = clock;
    this.begun = clock.instant();
  }

  /**
   * So many bytes have come.
   *
   * @throws TooSlowException if too few did lately
   */
  public void came(int more) throws TooSlowException {
    bytes += more;
    Instant now = clock.instant();
    if (now.isBefore(begun.plus(WINDOW))) {
      return;
    }
    if (bytes < LEAST_BYTES) {
      throw new TooSlowException();
    }
    begun = now;
    bytes = 0;
  }
}
