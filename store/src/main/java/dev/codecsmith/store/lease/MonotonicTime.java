package dev.codecsmith.store.lease;

import java.time.Duration;

/** Time that only ever rises, of this machine alone. */
public interface MonotonicTime {

  /** Since some moment. */
  long nanos();

  void sleep(Duration duration) throws InterruptedException;

  /** The system's. */
  static MonotonicTime system() {
    return new MonotonicTime() {
      @Override
      public long nanos() {
        return System.nanoTime();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
      }
    };
  }
}
