package dev.codecsmith.cluster.worker;

import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.JobWorkflow;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.lab.job.Fault;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.util.Optional;

/**
 * Faults of the machine by which a step ends. The server counts all attempts, of which some were
 * lost with their worker or left by one that stopped; so each attempt that ends with a fault tells
 * the next how many did.
 */
final class StepFaults {
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

  /** Counts one more. */
  private boolean isLast() {
    ActivityExecutionContext context = Activity.getExecutionContext();
    StepSign sign =
        context
            .getHeartbeatDetails(StepSign.class)
            .orElseGet(() -> StepSign.first(Optional.empty(), version, process))
            .left(true);
    // The failure takes the newest sign of life along.
    context.heartbeat(sign);
    return sign.faults() >= task.pace().attempts();
  }
}
