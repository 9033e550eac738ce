package dev.codecsmith.evolve.models;

import java.time.Duration;
import java.time.Instant;

/** Time as the models see it: what they wait by and measure with, so that a test can own it. */
public interface CallClock {

  /** The time of day. */
  Instant now();

  /** Nanoseconds from some fixed point, for durations. */
  long nanoTime();

  /** Waits. */
  void sleep(Duration duration) throws InterruptedException;

  /** The machine's time. */
  static CallClock system() {
    return SystemClock.INSTANCE;
  }

  /** The machine's own clock and sleep. */
  enum SystemClock implements CallClock {
    INSTANCE;

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      Thread.sleep(duration);
    }
  }
}
