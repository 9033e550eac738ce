package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.PlainText;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.Submission;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Has work done that gives programs no other devices than those that this worker's operator allows:
 * a job names what its campaign wants, and a driver is a way out of the sandbox.
 */
public final class GrantedDevices implements Work {
  private final Work work;
  private final Set<String> allowed;

  /**
   * @param allowed paths below {@code /dev}
   */
  public GrantedDevices(Work work, List<Path> allowed) {
    this.work = work;
    this.allowed = allowed.stream().map(Path::toString).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void check(Submission submission) throws BadRequestException {
    if (submission instanceof Submission.OfJob(_, _, Job<?> job)) {
      for (String device : job.settings().options().devices()) {
        if (!allowed.contains(device)) {
          throw new BadRequestException(
              "This worker gives programs no device "
                  + PlainText.quoted(device)
                  + ": whoever runs it must allow it there with --device, or the campaign do"
                  + " without.");
        }
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
