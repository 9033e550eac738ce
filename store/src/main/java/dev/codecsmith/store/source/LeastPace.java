package dev.codecsmith.store.source;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Gives up a transfer that brings next to nothing, over however many connections it goes. */
final class LeastPace {
  /** Longer than all attempts to connect that are made in a row. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  /** In any window; a modem brings as much. */
  private static final long LEAST_BYTES = 1 << 20;

  private final LongSupplier nanoTime;
  private long begun;
  private long got;

  LeastPace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
  }

  /** The server sends too slowly; what came is kept. */
  static final class TooSlowException extends IOException {
    private static final long serialVersionUID = 1L;

    TooSlowException() {
      super("its server has sent less than 1 MiB in 5 minutes");
    }
  }

  /** So many bytes more have come. */
  void add(int bytes) throws TooSlowException {
    got += bytes;
    long now = nanoTime.getAsLong();
    if (now - begun >= WINDOW.toNanos()) {
      if (got < LEAST_BYTES) {
        throw new TooSlowException();
      }
      begun = now;
      got = 0;
    }
  }
}
