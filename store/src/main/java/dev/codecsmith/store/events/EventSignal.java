package dev.codecsmith.store.events;

import dev.codecsmith.store.StoreException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes those who wait for events. One that another process appends is looked for. */
public final class EventSignal {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofDays(365);

  private final long lookNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  public EventSignal() {
    this(LOOK);
  }

  /**
   * One for a log that is expensive to read.
   *
   * @param look how often those who wait look for what another process appends
   */
  public EventSignal(Duration look) {
    this.lookNanos = look.toNanos();
  }

  /** Whether what is waited for has come. */
  @FunctionalInterface
  public interface Check {
    boolean hasCome() throws StoreException;
  }

  /** Wakes all, to look once more. */
  public void wake() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it has come; false if it had not up to the timeout. */
  public boolean await(Check check, Duration timeout) throws StoreException, InterruptedException {
    Duration wanted = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    long end = System.nanoTime() + wanted.toNanos();
    while (true) {
      long seen = changes();
      if (check.hasCome()) {
        return true;
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      pause(seen, Math.min(left, lookNanos));
    }
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  private void pause(long seen, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
