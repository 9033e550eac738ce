package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.Submission;
import tools.jackson.databind.node.ObjectNode;

/** Does what was submitted. Safe for all threads. */
@FunctionalInterface
public interface Work {

  /**
   * Looks at a submission before it is taken.
   *
   * @throws BadRequestException with a sentence if it is never done here
   */
  default void check(Submission submission) throws BadRequestException {}

  /**
   * Does it to its end. An interrupt ends it, and every process that it had started.
   *
   * @return the reply
   * @throws BadRequestException with a sentence if it asks for what this worker does not have
   * @throws InfrastructureException if the machine, the disk or a tool failed
   */
  ObjectNode run(Submission submission, Heartbeats heartbeats)
      throws InfrastructureException, BadRequestException, InterruptedException;
}
