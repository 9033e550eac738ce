package dev.codecsmith.store.attempts;

import dev.failsafe.Execution;
import dev.failsafe.RetryPolicy;
import java.time.Duration;

/**
 * Runs work until it succeeds or its policy has no further attempt for the fault. Failsafe decides;
 * the waiting is done here, as Failsafe itself would sleep by the machine's clock, which a test
 * could not own.
 */
public final class RetryLoop {

  /** Work that may meet a fault of type {@code F}. */
  @FunctionalInterface
  public interface Work<T, F extends Exception> {
    T run() throws F, InterruptedException;
  }

  /** Told before each further attempt. */
  @FunctionalInterface
  public interface Listener {
    void retrying(Exception fault, Duration pause);
  }

  private RetryLoop() {}

  /**
   * Runs the work as often as the policy allows.
   *
   * @param policy which faults are followed by another attempt, after which pause; without limits
   *     of time of its own, which follow the machine's clock
   * @return what the first attempt without a fault gave
   * @throws F the last fault
   * @throws InterruptedException if the thread was interrupted: also where the work told that as a
   *     fault of its own, since what was stopped has not failed
   */
  public static <T, F extends Exception> T run(
      RetryPolicy<Object> policy, Work<T, F> work, Listener listener, Sleeper sleeper)
      throws F, InterruptedException {
    Execution<Object> attempts = Execution.of(policy);
    while (true) {
      try {
        return work.run();
      } catch (Exception fault) {
        attempts.recordException(fault);
        if (attempts.isComplete()) {
          throw fault;
        }
        requireNotInterrupted(fault);
        listener.retrying(fault, attempts.getDelay());
      }
      sleeper.sleep(attempts.getDelay());
    }
  }

  private static void requireNotInterrupted(Exception fault) throws InterruptedException {
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException(fault.getMessage());
      interrupted.initCause(fault);
      throw interrupted;
    }
  }
}
