package dev.codecsmith.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.service.limits.TooSlowException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final int MOST = 1 << 20;

  private final AtomicLong milliseconds = new AtomicLong();
  private final Clock clock =
      ((InstantSource) () -> Instant.ofEpochMilli(milliseconds.get())).withZone(ZoneOffset.UTC);

  /** Gives so many bytes at once, and takes so long for them. */
  private InputStream dripping(int total, int bytes, Duration each) {
    return new ByteArrayInputStream(new byte[total]) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        milliseconds.addAndGet(each.toMillis());
        return super.read(into, offset, Math.min(bytes, length));
      }
    };
  }

  @Test
  void aClientThatDripsIsNotWaitedFor() {
    assertThatThrownBy(
            () -> RequestBody.read(dripping(MOST, 1, Duration.ofSeconds(1)), MOST, clock))
        .isInstanceOf(TooSlowException.class);
    assertThat(milliseconds.get()).isLessThan(12_000);
  }

  @Test
  void aSlowConnectionIsWaitedFor() throws Exception {
    assertThat(
            RequestBody.read(dripping(MOST, 10_000, Duration.ofMillis(120)), MOST, clock)
                .orElseThrow())
        .hasSize(MOST);
    assertThat(milliseconds.get()).isGreaterThan(12_000);
  }

  @Test
  void moreThanIsTakenIsNotReadToItsEnd() throws Exception {
    InputStream endless = dripping(10 * MOST, MOST, Duration.ZERO);
    assertThat(RequestBody.read(endless, MOST, clock)).isEmpty();
    assertThat(endless.available()).isGreaterThan(8 * MOST);
  }
}
