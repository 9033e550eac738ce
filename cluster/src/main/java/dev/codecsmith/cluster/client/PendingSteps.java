package dev.codecsmith.cluster.client;

import com.google.protobuf.Timestamp;
import dev.codecsmith.cluster.server.JsonPayloads;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.store.ExperimentStatus;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a server knows of a workflow without asking any worker, which costs it little. */
final class PendingSteps {
  private static final long PATIENCE_SECONDS = 5;
  private static final DataConverter CONVERTER = JsonPayloads.converter();

  private static final String POINT = "rate point";

  private PendingSteps() {}

  /**
   * How a workflow stands.
   *
   * @param events how long its history is: what it tells grows with that alone
   * @param underWay steps that workers do
   * @param waiting how many steps wait for a worker
   * @param givenBackBy workers that had one of these last and lack what it needs
   */
  record Standing(long events, List<UnderWay> underWay, int waiting, Set<String> givenBackBy) {
    Standing {
      underWay = List.copyOf(underWay);
      givenBackBy = Set.copyOf(givenBackBy);
    }

    /** The phase that a step is in which is alone while it is under way; empty if it said none. */
    Optional<Heartbeat.Phase> phase() {
      return phases(false).findFirst();
    }

    /** How many rate points are encoded and not yet decoded. */
    int decoding() {
      return (int) phases(true).filter(each -> each.phase() == ExperimentStatus.DECODING).count();
    }

    private Stream<Heartbeat.Phase> phases(boolean ofPoints) {
      return underWay.stream()
          .map(UnderWay::step)
          .filter(step -> step.kind().equals(POINT) == ofPoints)
          .flatMap(step -> step.said().flatMap(StepSign::phase).stream());
    }
  }

  /** A step, and who does it. */
  record UnderWay(String worker, FleetWorkers.Step step) {}

  static Standing of(TemporalServer server, WorkflowExecution workflow) {
    DescribeWorkflowExecutionResponse found =
        server
            .stubs()
            .blockingStub()
            .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(server.address().namespace())
                    .setExecution(workflow)
                    .build());
    List<UnderWay> underWay = new ArrayList<>();
    Set<String> givenBackBy = new HashSet<>();
    int waiting = 0;
    for (PendingActivityInfo step : found.getPendingActivitiesList()) {
      Optional<StepSign> said = said(step);
      Optional<String> unfit = said.flatMap(StepSign::givenBackBy);
      if (isUnderWay(step) && unfit.isEmpty()) {
        underWay.add(new UnderWay(step.getLastWorkerIdentity(), step(step, said)));
      } else {
        // One that was given back waits until somebody says that he does it.
        waiting++;
        unfit.ifPresent(givenBackBy::add);
      }
    }
    return new Standing(
        found.getWorkflowExecutionInfo().getHistoryLength(), underWay, waiting, givenBackBy);
  }

  private static Optional<StepSign> said(PendingActivityInfo step) {
    return step.getHeartbeatDetails().getPayloadsCount() == 0
        ? Optional.empty()
        : Optional.of(
            CONVERTER.fromPayloads(
                0, Optional.of(step.getHeartbeatDetails()), StepSign.class, StepSign.class));
  }

  private static boolean isUnderWay(PendingActivityInfo step) {
    return switch (step.getState()) {
      case PENDING_ACTIVITY_STATE_STARTED, PENDING_ACTIVITY_STATE_CANCEL_REQUESTED -> true;
      default -> false;
    };
  }

  private static FleetWorkers.Step step(PendingActivityInfo step, Optional<StepSign> said) {
    Instant begun = instant(step.getLastStartedTime());
    Instant sign = instant(step.getLastHeartbeatTime());
    // The server keeps what the attempt before said, for the next one to begin with.
    boolean fresh = !sign.isBefore(begun);
    return new FleetWorkers.Step(
        kind(step.getActivityType().getName()),
        step.getAttempt(),
        begun,
        fresh ? sign : begun,
        fresh ? said : Optional.empty());
  }

  /** A step of {@link dev.codecsmith.cluster.workflow.JobSteps} in words. */
  private static String kind(String type) {
    return switch (type) {
      case "Curves" -> "anchors";
      case "Curve" -> "anchor curve";
      case "Trial" -> "trial";
      case "Prepare" -> "build and smoke test";
      case "Round" -> "choice of rate points";
      case "Point" -> POINT;
      case "Conclude" -> "score";
      // Of another release.
      default -> type;
    };
  }

  /** The same moment as that of the server's answer; the epoch where it tells none. */
  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
