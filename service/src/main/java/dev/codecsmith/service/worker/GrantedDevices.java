package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.Submission;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has work done that gives programs no other devices than those that this worker's operator allows:
 * a job names what its campaign wants, and a driver is a way out of the sandbox.
 */
public final class GrantedDevices implements Work {
  private final Work work;
  private final DeviceGrant grant;

  public GrantedDevices(Work work, DeviceGrant grant) {
    this.work = work;
    this.grant = grant;
  }

  @Override
  public void check(Submission submission) throws BadRequestException {
    if (submission instanceof Submission.OfJob(_, _, Job<?> job)) {
      Optional<String> refusal = grant.refusal(job, "This worker");
      if (refusal.isPresent()) {
        throw new BadRequestException(refusal.get());
      }
    }
    work.check(submission);
  }

  @Override
  public ObjectNode run(Submission submission, Heartbeats heartbeats)
      throws InfrastructureException, BadRequestException, InterruptedException {
    return work.run(submission, heartbeats);
  }
}
