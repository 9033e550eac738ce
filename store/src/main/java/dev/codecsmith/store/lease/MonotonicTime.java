package dev.codecsmith.store.lease;

import java.time.Duration;

/**
 * Time that only ever rises, of this machine alone. A machine that is suspended, or whose clock is
 * set, has no time that is just right, so there are two: who waits for another's lease to be over
 * counts by the one, who has a lease by the other, and neither is ever too early.
 */
public interface MonotonicTime {

  /** Since some moment, never more than has passed: it stands still while the machine does. */
  long nanos();

  /**
   * Since some moment, never less than has passed as far as any clock of the machine tells: it goes
   * on while the machine is suspended, and jumps on with the clock of the day.
   */
  long longestNanos();

  void sleep(Duration duration) throws InterruptedException;

  /** The system's. */
  static MonotonicTime system() {
    return SystemTime.ofThisMachine();
  }
}
