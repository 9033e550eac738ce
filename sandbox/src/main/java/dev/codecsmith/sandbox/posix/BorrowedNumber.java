package dev.codecsmith.sandbox.posix;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * A number that the kernel lends: of an open file, or of a process that has not been reaped. Once
 * given back the kernel lends it to another, so no call may use it then. Calls with the number
 * exclude its giving back and not each other; giving it back waits for the calls under way.
 */
final class BorrowedNumber {
  private final int number;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean givenBack; // guarded by lock

  BorrowedNumber(int number) {
    this.number = number;
  }

  /** The number, for those who know that nobody gives it back meanwhile. */
  int value() {
    return number;
  }

  /**
   * Keeps the number from being given back until {@link #release}.
   *
   * @return false, and then it is not kept, if it has been given back already
   */
  boolean hold() {
    lock.readLock().lock();
    if (givenBack) {
      lock.readLock().unlock();
      return false;
    }
    return true;
  }

  /** Ends what {@link #hold} began, on the same thread. */
  void release() {
    lock.readLock().unlock();
  }

  /** What {@code call} makes of the number; {@code otherwise} if it has been given back. */
  int use(IntUnaryOperator call, int otherwise) {
    if (!hold()) {
      return otherwise;
    }
    try {
      return call.applyAsInt(number);
    } finally {
      release();
    }
  }

  /**
   * Gives the number back by {@code call}, once.
   *
   * @param call returns whether the number is given back now; if not, this may be tried again
   */
  void giveBack(IntPredicate call) {
    lock.writeLock().lock();
    try {
      if (!givenBack) {
        givenBack = call.test(number);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
