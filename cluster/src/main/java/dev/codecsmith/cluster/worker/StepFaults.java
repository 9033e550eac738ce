package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.lab.job.Fault;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;

/**
 * Faults of the machine by which a step ends. The server counts all attempts, of which some were
 * lost with their worker or left by one that stopped; so each attempt that ends with a fault tells
 * the next how many did.
 */
final class StepFaults {
  /** Whoever lacks something has always room for what it gives back. */
  private static final int GIVEN_BACK_PAUSES = 5;

  private static final String GIVEN_BACK = "given back";

  private final FleetTask task;
  private final String version;
  private final String process;

  /**
   * @param version of this worker
   * @param process names that of this worker
   */
  StepFaults(FleetTask task, String version, String process) {
    this.task = task;
    this.version = version;
    this.process = process;
  }

  /** The step ends with that fault, and the job too if it is not tried again. */
  ApplicationFailure failure(Fault fault) {
    return fault.lasting() || isLast()
        ? ApplicationFailure.newNonRetryableFailure(fault.message(), JobWorkflow.MACHINE, fault)
        : ApplicationFailure.newFailure(fault.message(), JobWorkflow.MACHINE, fault);
  }

  /**
   * The step ends as this worker should not have got it. Others may get it, without a longer pause
   * each time; where none did, it is in vain to begin the job anew.
   */
  ApplicationFailure misplaced(String sentence) {
    boolean last = isLast();
    return ApplicationFailure.newBuilder()
        .setMessage(sentence)
        .setType(JobWorkflow.MACHINE)
        .setDetails(new Fault(sentence, last))
        .setNonRetryable(last)
        .setNextRetryDelay(task.pace().pause())
        .build();
  }

  /**
   * The step ends as this worker lacks what it needs. It is no fault, however many workers give it
   * back: one that has it may come.
   */
  ApplicationFailure givenBack(String worker, String sentence) {
    tell(sign().givenBack(worker));
    return ApplicationFailure.newBuilder()
        .setMessage(sentence)
        .setType(GIVEN_BACK)
        .setNextRetryDelay(task.pace().pause().multipliedBy(GIVEN_BACK_PAUSES))
        .build();
  }

  /** Counts one more. */
  private boolean isLast() {
    StepSign sign = sign().left(true);
    tell(sign);
    return sign.faults() >= task.pace().attempts();
  }

  /** With the worker that was lost with the attempt before, where it was. */
  private StepSign sign() {
    return StepSign.first(
        Activity.getExecutionContext().getHeartbeatDetails(StepSign.class), version, process);
  }

  /** The failure takes the newest sign of life along. */
  private static void tell(StepSign sign) {
    Activity.getExecutionContext().heartbeat(sign);
  }
}
