package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.RunResult;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What those who wait for a run's end are told, once. Telling allocates nothing, so that it does
 * not fail where memory has run out.
 */
final class RunEnd {
  private final CountDownLatch told = new CountDownLatch(1);

  // Written before the latch opens and read after.
  private @Nullable RunResult result;
  private @Nullable Throwable failure;

  /** Tells the result, unless something has been told already. One thread tells. */
  void complete(RunResult known) {
    if (told.getCount() > 0) {
      result = known;
      told.countDown();
    }
  }

  /** Tells that the result will never be known, unless something has been told already. */
  void fail(Throwable cause) {
    if (told.getCount() > 0) {
      failure = cause;
      told.countDown();
    }
  }

  /**
   * Waits until one of them is told.
   *
   * @throws InfrastructureException if the system failed or memory ran out while the run was
   *     watched, or something outside killed it
   * @throws IllegalStateException if the watching met a fault of ours
   */
  RunResult await() throws InfrastructureException, InterruptedException {
    told.await();
    if (result != null) {
      return result;
    }
    switch (failure) {
      case InfrastructureException e -> throw e;
      case IOException e -> throw unwatched(e);
      case VirtualMachineError e -> throw unwatched(e);
      case null, default -> throw new IllegalStateException("watching a run failed", failure);
    }
  }

  private static InfrastructureException unwatched(Throwable cause) {
    return new InfrastructureException(
        "A run of a program was stopped because it could not be watched to its end ("
            + cause
            + "): see to free memory and open files on this machine.",
        cause);
  }
}
