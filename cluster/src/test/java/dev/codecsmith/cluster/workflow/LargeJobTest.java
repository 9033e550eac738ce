package dev.codecsmith.cluster.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.steps.Course;
import dev.codecsmith.lab.steps.CurveTask;
import dev.codecsmith.lab.steps.PointResult;
import dev.codecsmith.lab.steps.PointTask;
import dev.codecsmith.lab.steps.PreparedResult;
import dev.codecsmith.lab.steps.RoundTasks;
import dev.codecsmith.lab.steps.StoredCurve;
import dev.codecsmith.sandbox.host.ResourceFiles;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * An evaluation of more rate points than one message to the server can name, each with the whole
 * job. Its steps do nothing but answer what a real one answered.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeJobTest {
  private static final int CLIPS = 60;
  private static final int POINTS = CLIPS * 8;
  private static final long MESSAGE_BYTES = 4 << 20;
  private static final long VALUE_BYTES = 2 << 20;

  /** As {@code client.JobSize} has it. */
  private static final int MOST_POINTS = 1024;

  @TempDir private Path folder;

  /** Answers at once. */
  public static final class Steps implements JobSteps {
    private static final PointResult POINT = recorded();

    /** Of the evaluation that {@link HistoryReplayTest} replays. */
    private static PointResult recorded() {
      JsonNode history =
          Json.mapper().readTree(ResourceFiles.text(HistoryReplayTest.class, "evaluation.json"));
      return history
          .path("events")
          .valueStream()
          .map(each -> each.at("/activityTaskCompletedEventAttributes/result/payloads/0/data"))
          .filter(JsonNode::isString)
          .map(each ->
              new String(Base64.getDecoder().decode(each.asString()), StandardCharsets.UTF_8))
          .filter(each -> each.contains("\"point\""))
          .map(each -> Json.read(each, PointResult.class))
          .findFirst()
          .orElseThrow();
    }

    @Override
    public List<CurveTask> curves(FleetTask task) {
      throw new AssertionError();
    }

    @Override
    public StoredCurve curve(FleetTask task, CurveTask curve) {
      throw new AssertionError();
    }

    @Override
    public Answer trial(FleetTask task) {
      throw new AssertionError();
    }

    @Override
    public PreparedResult prepare(FleetTask task) {
      return new PreparedResult(
          new Evaluation.Executed("w", "ab".repeat(32), 1000, 10),
          OptionalDouble.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          List.of(),
          Optional.empty());
    }

    @Override
    public RoundTasks round(FleetTask task, int number, List<RatePoint> points, long bytes) {
      return new RoundTasks(
          List.of(),
          IntStream.range(0, POINTS)
              .mapToObj(i ->
                  new PointTask("ab".repeat(32), i % 100, KeptVideo.NONE, false, Optional.empty()))
              .toList(),
          Map.of(),
          Optional.empty());
    }

    @Override
    public PointResult point(FleetTask task, PointTask point) {
      return POINT;
    }

    @Override
    public StoredAnswer conclude(FleetTask task, Course course) {
      assertThat(course.points()).hasSize(POINTS);
      assertThat(bytes(course) * MOST_POINTS / POINTS).isLessThan(VALUE_BYTES);
      return new StoredAnswer("artifact", ExperimentStatus.SUCCEEDED, Optional.of(-1.0));
    }
  }

  private static long bytes(Object value) {
    return Json.write(value).getBytes(StandardCharsets.UTF_8).length;
  }

  private FleetTask task(String queue) throws Exception {
    ClipReference clip = ClipReference.of(TestClips.moving(folder, "moving", 64, 48, 2));
    JobSettings one =
        JobSettings.of(
            new EvaluationSettings(
                List.of(TestClips.moving(folder, "moving", 64, 48, 2)),
                List.of(),
                Qualities.parse("10,20,30,40,50,60,70,80"),
                List.of(Anchors.named(Anchors.DEFAULT)),
                CodingLimits.defaults(),
                Extras.NONE));
    JobSettings settings =
        new JobSettings(
            Collections.nCopies(CLIPS, clip),
            List.of(),
            one.qualities(),
            one.anchors(),
            one.limits(),
            one.options());
    return new FleetTask(
        new Job.Evaluate(
            "exp_iter1_x/1",
            settings,
            new ProgramReference("ab".repeat(32), "cd".repeat(32)),
            "",
            "",
            OptionalDouble.empty()),
        queue,
        Pace.STANDARD,
        "shared",
        false);
  }

  @Test
  void moreStepsThanFitIntoOneMessageAreBegunInSeveral() throws Exception {
    String queue = "large-" + UUID.randomUUID();
    FleetTask task = task(queue);
    assertThat(bytes(task) * POINTS).isGreaterThan(MESSAGE_BYTES);
    try (TemporalServer server = TestFleet.connect("large")) {
      WorkerFactory factory = WorkerFactory.newInstance(server.client());
      Worker worker = factory.newWorker(queue);
      worker.registerWorkflowImplementationTypes(JobCourse.class);
      worker.registerActivitiesImplementations(new Steps());
      factory.start();
      WorkflowStub workflow =
          server
              .client()
              .newUntypedWorkflowStub(
                  JobWorkflow.TYPE,
                  WorkflowOptions.newBuilder().setTaskQueue(queue).setWorkflowId(queue).build());
      var _ = workflow.start(task);
      FleetResult result = workflow.getResult(FleetResult.class);
      assertThat(result).isInstanceOf(FleetResult.Stored.class);
      assertThat(bytes(result) * MOST_POINTS / POINTS).isLessThan(VALUE_BYTES);
      factory.shutdownNow();
    }
  }
}
