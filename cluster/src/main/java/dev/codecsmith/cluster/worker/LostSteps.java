package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Steps that are lost with their worker again and again. Most workers that are lost are taken away
 * or killed, and what they did is done by another. A program that brings down the machine that runs
 * it looks the same, but loses one worker after the other, whatever else there is.
 *
 * <p>So a step that was lost twice is run with nothing beside it, and what another program did to
 * the worker that both were on is not held against it. One that was lost five times is not run any
 * more, unless workers are lost that did not run it: then twenty times decide.
 */
final class LostSteps {
  /** Lost so often, a step is run alone. */
  static final int ALONE = 2;

  /** Lost so often while no other is, it is the program's doing. */
  static final int FEW = 5;

  /** Lost so often it is the program's doing, whatever happens to others. */
  static final int MANY = 20;

  private final String worker;
  private final Losses others;
  private final ReadWriteLock beside = new ReentrantReadWriteLock(true);

  /** What is lost of others. */
  @FunctionalInterface
  interface Losses {
    /** Whether steps of other jobs were lost with workers other than these. */
    boolean without(Set<String> processes);
  }

  /** Held while a step is run. */
  @FunctionalInterface
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param worker names this one
   */
  LostSteps(String worker, Losses others) {
    this.worker = worker;
    this.others = others;
  }

  /** Waits until the step may be run beside what is run here, or alone if it was lost often. */
  Running run(StepSign sign) throws InterruptedException {
    Lock lock = sign.lost().size() < ALONE ? beside.readLock() : beside.writeLock();
    lock.lockInterruptibly();
    return lock::unlock;
  }

  /**
   * The fault of a program that takes its workers along; empty where it is to be run.
   *
   * @param sign of the attempt that begins
   * @param last the phase in which the attempt before was lost
   */
  Optional<Failure> failure(StepSign sign, ExperimentStatus last) {
    List<String> lost = sign.lost();
    if (lost.size() < FEW) {
      return Optional.empty();
    }
    boolean alone = !others.without(Set.copyOf(lost));
    if (!alone && lost.size() < MANY) {
      return Optional.empty();
    }
    return Optional.of(
        new Failure(
            FailureKind.CRASHED,
            last,
            "The program is not run any more, as it seems to bring down whatever machine runs it: "
                + lost.size()
                + " workers in a row were lost while they ran this step of it ("
                + String.join(", ", lost)
                + "), the last "
                + (lost.size() - ALONE)
                + " while they ran nothing else"
                + (alone ? ", and no other step was lost otherwise" : "")
                + ". So says the worker "
                + worker
                + "."));
  }
}
