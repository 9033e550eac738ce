package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.Submission;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has work done once it is known how fast this machine is, by which limits on CPU time are fitted
 * to it. Anchors have none, and are not kept waiting.
 */
public final class CalibratedWork implements Work {
  private final Work work;
  private final Calibrated calibrated;

  /** Waits until the speed of this machine was measured, or could not be. */
  @FunctionalInterface
  public interface Calibrated {
    void await() throws InterruptedException;
  }

  public CalibratedWork(Work work, Calibrated calibrated) {
    this.work = work;
    this.calibrated = calibrated;
  }

  @Override
  public void check(Submission submission) throws BadRequestException {
    work.check(submission);
  }

  @Override
  public ObjectNode run(Submission submission, Heartbeats heartbeats)
      throws InfrastructureException, BadRequestException, InterruptedException {
    if (!(submission instanceof Submission.OfJob(_, _, Job.Anchors _))) {
      calibrated.await();
    }
    return work.run(submission, heartbeats);
  }
}
