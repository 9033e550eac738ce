package dev.codecsmith.lab.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.job.JobLostException;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** When a job that is lost with its workers is the program's doing, and what is done beside it. */
class LostJobsTest {
  private final LostJobs jobs = new LostJobs();

  /** A job that is lost a number of times. */
  private static class Losing implements LostJobs.Attempts<String> {
    private final int losses;
    int attempts;
    int controls;

    Losing(int losses) {
      this.losses = losses;
    }

    JobLostException lost() {
      return JobLostException.underWay("The worker 7 does not answer.", null);
    }

    @Override
    public String once() throws InfrastructureException, InterruptedException {
      attempts++;
      if (attempts <= losses) {
        throw lost();
      }
      return "done";
    }

    @Override
    public int measured() {
      return 0;
    }

    @Override
    public ExperimentStatus phase() {
      return ExperimentStatus.SMOKE;
    }

    @Override
    public void await() {}

    @Override
    public void control() throws InfrastructureException {
      controls++;
    }

    @Override
    public String givenUp(Failure failure) {
      assertThat(failure.kind()).isEqualTo(FailureKind.CRASHED);
      assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
      return failure.message();
    }
  }

  @Test
  void fiveWorkersInARowAreTheProgramsDoing() throws Exception {
    assertThat(jobs.done(new Losing(4))).isEqualTo("done");
    Losing fatal = new Losing(Integer.MAX_VALUE);
    assertThat(jobs.done(fatal))
        .contains("lost 5 times in a row", "the last 3 times while no other", "The worker 7");
    assertThat(fatal.attempts).isEqualTo(5);
  }

  @Test
  void whileWorkersLoseWhatRunsNoProgramTooItIsNot() throws Exception {
    Losing job =
        new Losing(30) {
          @Override
          public void control() throws InfrastructureException {
            super.control();
            throw lost();
          }
        };
    assertThat(jobs.done(job)).isEqualTo("done");
    assertThat(job.controls).isEqualTo(26);
  }

  @Test
  void whatNoWorkerHadWhenItWasLostIsDoneAnewHoweverOften() throws Exception {
    Losing job =
        new Losing(100) {
          @Override
          JobLostException lost() {
            return new JobLostException("The server is away.");
          }
        };
    assertThat(jobs.done(job)).isEqualTo("done");
    assertThat(job.controls).isZero();
  }

  @Test
  void aNewRatePointBeginsTheCountAnew() throws Exception {
    Losing job =
        new Losing(12) {
          @Override
          public int measured() {
            return attempts / 4;
          }
        };
    assertThat(jobs.done(job)).isEqualTo("done");
  }

  @Test
  void aJobThatWasLostTwiceWaitsForTheOthersAndIsDoneAlone() throws Exception {
    CountDownLatch otherBegun = new CountDownLatch(1);
    CountDownLatch otherMayEnd = new CountDownLatch(1);
    List<String> order = new ArrayList<>();
    FutureTask<String> other =
        new FutureTask<>(() ->
            jobs.done(
                new Losing(0) {
                  @Override
                  public String once() throws InfrastructureException, InterruptedException {
                    otherBegun.countDown();
                    otherMayEnd.await();
                    order.add("other");
                    return super.once();
                  }
                }));
    Thread _ = Thread.ofPlatform().daemon().start(other);
    otherBegun.await();
    Losing suspect =
        new Losing(2) {
          @Override
          public String once() throws InfrastructureException, InterruptedException {
            if (attempts == 2) {
              order.add("suspect");
            }
            return super.once();
          }
        };
    FutureTask<String> alone = new FutureTask<>(() -> jobs.done(suspect));
    Thread thread = Thread.ofPlatform().daemon().start(alone);
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(alone).isNotDone();
      LockSupport.parkNanos(1_000_000);
    }
    otherMayEnd.countDown();
    assertThat(alone.get()).isEqualTo("done");
    assertThat(order).containsExactly("other", "suspect");
  }
}
