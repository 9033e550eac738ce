package dev.codecsmith.cluster.client;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codecsmith.cluster.ListedJobs;
import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.ServerSearch;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.WorkerProcess;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.SearchAttributes;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Evaluator;
import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.job.Heartbeats;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a job when those who do it, or who asked for it, are killed. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledWorkersTest {
  /** Lost workers are noticed after so long. */
  private static final Pace PACE = new Pace(Duration.ofSeconds(2), Duration.ofMillis(50), 5);

  private static final String WAIT =
      "{ java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L); }";

  private final String campaign = "campaign_" + UUID.randomUUID();

  @TempDir private Path folder;
  private final List<Process> workers = new ArrayList<>();
  private final TaskQueues queues = new TaskQueues("test-" + UUID.randomUUID());
  private final TemporalServer server = connected();
  private final FleetWorkers known = new FleetWorkers();
  private final FleetWatch watch = FleetWatch.start(server, queues, new Silent(), known, 1000);
  private ArtifactStore artifacts;
  private Evaluator local;
  private Clip clip;
  private Job.Evaluate job;

  private static TemporalServer connected() {
    try {
      return TestFleet.connect("caller");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void open() throws Exception {
    artifacts = FileArtifactStore.open(folder.resolve("artifacts"), "caller");
    Machine machine = Machine.get();
    local =
        LocalEvaluations.worker(
            "local",
            artifacts,
            machine.sandbox(),
            machine.toolchains(),
            2,
            folder.resolve("local"));
    clip = TestClips.moving(folder, "moving", 64, 48, 4);
    String _ = artifacts.put(clip.y4m());
    JobSettings asked = asked(CodingLimits.defaults());
    Job.Anchors anchors =
        new Job.Anchors(
            "anchors/1",
            asked,
            "",
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()).origin());
    job =
        new Job.Evaluate(
            "exp_iter1_x/1",
            asked,
            ProgramReference.store(artifacts, Toy.honest()),
            artifacts.put(
                Json.mapper().writeValueAsBytes(local.run(anchors, Heartbeats.none()).curves())),
            "",
            OptionalDouble.empty());
  }

  private JobSettings asked(CodingLimits limits) {
    return JobSettings.of(
        new EvaluationSettings(
            List.of(clip),
            List.of(),
            Qualities.parse("10,20,30,40,50,60,70,80"),
            List.of(Anchors.named(Anchors.DEFAULT)),
            limits,
            Extras.NONE));
  }

  @AfterEach
  void close() throws Exception {
    for (Process each : workers) {
      killed(each);
    }
    watch.close();
    server.close();
  }

  private Process worker(String name) throws Exception {
    Process process =
        WorkerProcess.start(
            name,
            new WorkerProcess.Place(
                TestFleet.target(),
                queues.name(),
                folder.resolve("artifacts"),
                folder.resolve(name)));
    workers.add(process);
    return process;
  }

  private static void killed(Process process) throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  private FleetEvaluator caller() {
    return new FleetEvaluator(
        server,
        watch,
        new Fleet(queues, PACE, 50),
        artifacts,
        new Labels(
            folder.resolve("artifacts").toString(),
            Optional.of(campaign),
            ServerSearch.make(server, SearchAttributes.ALL)));
  }

  /** The figures, which do not depend on who measured them and how long that took. */
  private static List<String> table(Evaluation evaluation) {
    List<String> lines = new ArrayList<>();
    evaluation
        .points()
        .forEach(point ->
            lines.add(
                point.clip()
                    + " "
                    + point.quality()
                    + " "
                    + point.bytes()
                    + " "
                    + Json.write(point.metrics())
                    + " "
                    + point.bitstreamSha256()));
    lines.add(String.valueOf(evaluation.score()));
    lines.add(Json.write(evaluation.scores()));
    return lines;
  }

  private Evaluation alone() throws Exception {
    return local.run(job, Heartbeats.none()).evaluation();
  }

  /** A job that is asked for, and what is told of it. */
  private final class Asked {
    private final List<Heartbeat> heard = Collections.synchronizedList(new ArrayList<>());
    private final CompletableFuture<Void> measuring = new CompletableFuture<>();
    private final CompletableFuture<Evaluation> ended = new CompletableFuture<>();

    Asked() {
      Thread _ = Thread.ofVirtual().start(this::ask);
    }

    private void ask() {
      try {
        ended.complete(caller().run(job, this::hear).evaluation());
      } catch (Exception e) {
        ended.completeExceptionally(e);
      }
    }

    private void hear(Heartbeat heartbeat) {
      heard.add(heartbeat);
      if (heartbeat instanceof Heartbeat.PointMeasured) {
        measuring.complete(null);
      }
    }

    void awaitPoint() throws Exception {
      var _ = measuring.get(120, TimeUnit.SECONDS);
    }

    Evaluation result() throws Exception {
      return ended.get(100, TimeUnit.SECONDS);
    }

    /** It ended once, with each point measured once, and came to what one process comes to. */
    void requireAsByOneProcess() throws Exception {
      assertThat(table(result())).isEqualTo(table(alone()));
      assertThat(heard.stream().filter(Heartbeat.PointMeasured.class::isInstance)).hasSize(8);
      assertThat(heard)
          .endsWith(new Heartbeat.Phase(ExperimentStatus.PUBLISHING, 1, 1))
          .containsOnlyOnce(new Heartbeat.Phase(ExperimentStatus.PUBLISHING, 1, 1));
    }
  }

  @Test
  void jobWhoseWorkersAreAllKilledIsEndedByThoseThatComeLater() throws Exception {
    Process first = worker("first");
    Asked asked = new Asked();
    asked.awaitPoint();
    killed(first);
    Process _ = worker("second");
    asked.requireAsByOneProcess();
    assertThat(known.now().orElseThrow().workers())
        .flatExtracting(FleetWorkers.Known::steps)
        .as("of those that wait for work, where the server tells who does")
        .isEmpty();
  }

  /** One of the program's points never ends, so that there is a step for as long as one looks. */
  @Test
  void whoMeasuresARatePointIsKnownAlsoWhenItIsAnotherThanBefore() throws Exception {
    Job.Evaluate endless =
        new Job.Evaluate(
            job.attempt(),
            asked(hours()),
            ProgramReference.store(artifacts, Toy.with("ENCODER", "while (quality == 10) " + WAIT)),
            job.curves(),
            job.known(),
            job.hurdle());
    FutureTask<Answer.Evaluated> asking =
        new FutureTask<>(() -> caller().run(endless, Heartbeats.none()));
    Thread _ = Thread.ofVirtual().start(asking);

    Process first = worker("first");
    awaitPointBy("first");
    killed(first);
    Process _ = worker("second");
    awaitPointBy("second");
    assertThat(asking.cancel(true)).isTrue();
  }

  /** Waits until it is known that a worker measures a rate point, with all that it says of it. */
  private void awaitPointBy(String worker) {
    FleetWorkers.Asked asked = new FleetWorkers.Asked(job.attempt(), Optional.of(campaign));
    while (known.now().stream()
        .flatMap(each -> each.workers().stream())
        .filter(each -> each.name().equals(worker))
        .flatMap(each -> each.steps().stream())
        .filter(each -> each.job().equals(asked) && each.step().kind().equals("rate point"))
        .noneMatch(KilledWorkersTest::isWhole)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static boolean isWhole(FleetWorkers.Doing doing) {
    FleetWorkers.Step step = doing.step();
    return step.attempt() >= 1
        && step.begun().isAfter(Instant.EPOCH)
        && !step.heard().isBefore(step.begun())
        && step.said().filter(said -> said.version().equals("test")).isPresent();
  }

  @Test
  void workerThatStoodStillForTooLongChangesNothingWhenItGoesOn() throws Exception {
    Process first = worker("first");
    Asked asked = new Asked();
    asked.awaitPoint();
    signal(first, "STOP");
    Process _ = worker("second");
    Evaluation whileItStands = asked.result();
    signal(first, "CONT");
    asked.requireAsByOneProcess();
    assertThat(whileItStands.points()).hasSize(8);
  }

  /**
   * The job is cancelled meanwhile, as Temporal's server for tests takes signs of life of an
   * attempt that was lost as long as the step is open; then it says of the step what a real one
   * says.
   */
  @Test
  void workerThatStoodStillForTooLongEndsTheProgramOfTheStepThatItLost() throws Exception {
    Job.Trial endless =
        new Job.Trial(
            "trial/endless",
            asked(hours()),
            ProgramReference.store(artifacts, Toy.with("ENCODER", "while (quality >= 0) " + WAIT)));
    FutureTask<Answer.Trial> asking =
        new FutureTask<>(() -> caller().run(endless, Heartbeats.none()));
    Thread _ = Thread.ofVirtual().start(asking);

    Process first = worker("first");
    ProcessHandle lost = awaitEncoder(first);
    signal(first, "STOP");
    ProcessHandle again = awaitEncoder(worker("second"));
    assertThat(asking.cancel(true)).isTrue();
    var _ = again.onExit().get(100, TimeUnit.SECONDS);
    assertThat(lost.isAlive()).as("nobody has ended it yet").isTrue();
    signal(first, "CONT");
    var _ = lost.onExit().get(100, TimeUnit.SECONDS);
    assertThat(first.isAlive()).isTrue();
  }

  /** Limits that let a program wait for longer than a test takes. */
  private static CodingLimits hours() {
    CodingLimits usual = CodingLimits.defaults();
    return new CodingLimits(
        usual.encodeCpuSecondsPerMegapixel(),
        usual.decodeCpuSecondsPerMegapixel(),
        3600,
        usual.memoryBytes(),
        usual.decoderBytes());
  }

  /** Waits until a worker runs an encoder in its sandbox. */
  private static ProcessHandle awaitEncoder(Process worker) {
    Optional<ProcessHandle> found = Optional.empty();
    while (found.isEmpty()) {
      assertThat(worker.isAlive()).isTrue();
      LockSupport.parkNanos(1_000_000);
      found = worker.descendants().filter(KilledWorkersTest::isEncoder).findFirst();
    }
    return found.get();
  }

  /** And neither the sandbox around it nor the compiler. */
  private static boolean isEncoder(ProcessHandle process) {
    try {
      String words =
          Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "cmdline"),
              StandardCharsets.ISO_8859_1);
      return words.contains("\0toy.ToyCodec\0encode\0")
          && words.substring(0, words.indexOf('\0')).endsWith("/java");
    } catch (IOException _) {
      // It has ended.
      return false;
    }
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  @Test
  void callerThatComesAgainGetsTheSameJobWhileItRunsAndAfterwards() throws Exception {
    Process worker = worker("first");
    Asked first = new Asked();
    first.awaitPoint();
    // As a caller that was killed and started again.
    Asked second = new Asked();
    assertThat(second.result()).isEqualTo(first.result());
    killed(worker);
    // Nobody is there who could do it a second time.
    assertThat(new Asked().result()).isEqualTo(first.result());
  }

  @Test
  void whatAJobIsFoundByIsAtTheServer() throws Exception {
    assumeTrue(
        ServerSearch.make(server, SearchAttributes.ALL),
        "The operator of this Temporal server adds no attributes for this namespace.");
    Process _ = worker("first");
    Evaluation ended = new Asked().result();
    ListedJobs jobs = new ListedJobs(server, queues.name());
    String id = jobs.experiments(1).getFirst();
    assertThat(attributes(jobs.described(id).getWorkflowExecutionInfo().getSearchAttributes()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "CodecsmithCampaign",
                Json.write(campaign),
                "CodecsmithIteration",
                "1",
                "CodecsmithStatus",
                "\"succeeded\"",
                "CodecsmithScore",
                Json.write(ended.score().orElseThrow())));
  }

  /** By what a server finds a job, as JSON by name. */
  private static Map<String, String> attributes(io.temporal.api.common.v1.SearchAttributes found) {
    return found.getIndexedFieldsMap().entrySet().stream()
        .filter(each -> each.getKey().startsWith("Codecsmith"))
        .collect(toMap(Map.Entry::getKey, each -> each.getValue().getData().toStringUtf8()));
  }
}
