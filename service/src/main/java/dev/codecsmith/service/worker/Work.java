package dev.codecsmith.service.worker;

import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.Submission;
import tools.jackson.databind.node.ObjectNode;

/** Does what was submitted. Safe for all threads. */
@FunctionalInterface
public interface Work {

  /**
   * Does it to its end. An interrupt ends it, and every process that it had started.
   *
   * @return the reply
   * @throws InfrastructureException if the machine, the disk or a tool failed
   */
  ObjectNode run(Submission submission, Heartbeats heartbeats)
      throws InfrastructureException, InterruptedException;
}
