package dev.codecsmith.sandbox.posix;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Test;

/** All interleavings of a few calls with a number that the kernel lends again once it is back. */
class BorrowedNumberModelTest {

  @Test
  void noCallReachesWhoeverGotTheNumberNext() {
    new ModelCheckingOptions()
        .iterations(5)
        .invocationsPerIteration(100)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .check(Calls.class);
  }

  /** A kernel with one number, our borrowing of it, and somebody who waits to get it. */
  public static class Calls {
    private static final int NOBODY = 0;
    private static final int US = 1;
    private static final int ANOTHER = 2;

    private final AtomicInteger owner = new AtomicInteger(US);
    private final BorrowedNumber number = new BorrowedNumber(64);

    /** A call with the number: whom it reached; 0 if it was not made. */
    @Operation
    public int call() {
      return number.use(_ -> owner.get(), NOBODY);
    }

    /** The same in two steps, as waiting for several descriptors does. */
    @Operation
    public int holdAndCall() {
      if (!number.hold()) {
        return NOBODY;
      }
      try {
        return owner.get();
      } finally {
        number.release();
      }
    }

    /** Gives it back; how often the kernel was told must not grow beyond once. */
    @Operation
    public boolean giveBack() {
      boolean[] told = {false};
      number.giveBack(_ -> {
        told[0] = true;
        owner.compareAndSet(US, NOBODY);
        return true;
      });
      return told[0];
    }

    @Operation
    public boolean lendToAnother() {
      return owner.compareAndSet(NOBODY, ANOTHER);
    }
  }
}
