package dev.codecsmith.lab.dispatch;

import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does jobs of programs anew that were lost with their worker. Most workers that are lost are taken
 * away or killed, and what they did another does. A program that brings down the machine that runs
 * it looks the same, but loses one worker after the other.
 *
 * <p>So a job that was lost twice is done while no other of the campaign is, and what another
 * program did to a worker that both were on is not held against it. One that was lost five times in
 * a row without a new rate point is given up, if a job that runs no program comes back: otherwise
 * it is the workers, or the way to them, that lose whatever they are given.
 */
final class LostJobs {
  private static final Logger LOG = LoggerFactory.getLogger(LostJobs.class);

  /** Lost so often in a row, a job is done alone. */
  static final int ALONE = 2;

  /** Lost so often in a row, it is the program's doing. */
  static final int FEW = 5;

  private final ReadWriteLock beside = new ReentrantReadWriteLock(true);

  /** Has a job done, and may be asked to again. */
  interface Attempts<T> {
    T once() throws InfrastructureException, InterruptedException;

    /** How many different rate points were measured by all attempts together. */
    int measured();

    /** The phase that was told last. */
    ExperimentStatus phase();

    /** Waits until a worker is there. */
    void await() throws InterruptedException;

    /** Has something done that runs no program. */
    void control() throws InfrastructureException, InterruptedException;

    /** What comes of a program that is given up. */
    T givenUp(Failure failure);
  }

  /** What the job comes to, however often it is lost. */
  <T> T done(Attempts<T> job) throws InfrastructureException, InterruptedException {
    int lost = 0;
    int measured = 0;
    while (true) {
      Optional<JobLostException> loss;
      Lock lock = lost < ALONE ? beside.readLock() : beside.writeLock();
      lock.lockInterruptibly();
      try {
        return job.once();
      } catch (JobLostException e) {
        LOG.warn("a job is done anew: {}", e.getMessage());
        loss = Optional.of(e);
      } finally {
        lock.unlock();
      }
      if (job.measured() > measured) {
        measured = job.measured();
        lost = 0;
      }
      if (loss.filter(JobLostException::wasUnderWay).isPresent()) {
        lost++;
      }
      job.await();
      if (lost >= FEW && comesBack(job)) {
        return job.givenUp(failure(lost, job.phase(), loss.get()));
      }
    }
  }

  private static boolean comesBack(Attempts<?> job)
      throws InfrastructureException, InterruptedException {
    try {
      job.control();
      return true;
    } catch (JobLostException e) {
      LOG.warn("a job that runs no program is lost too: {}", e.getMessage());
      return false;
    }
  }

  private static Failure failure(int lost, ExperimentStatus phase, JobLostException last) {
    return new Failure(
        FailureKind.CRASHED,
        phase,
        "The program is not run any more, as it seems to bring down whatever machine runs it: its"
            + " worker was lost "
            + lost
            + " times in a row without a new rate point, the last "
            + (lost - ALONE)
            + " times while no other program of the campaign was evaluated, and what runs no program"
            + " came back. The last time: "
            + last.getMessage());
  }
}
