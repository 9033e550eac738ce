package dev.codecsmith.lab.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CommandAnchor;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.anchors.StepCodec;
import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.local.GroupToy;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.lab.race.Spreads;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Sandbox;
import dev.codecsmith.sandbox.languages.Toolchains;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every evaluator must do. There is no experiment store here: a job and an artifact store are
 * all that an evaluator has.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class AbstractEvaluatorTest {
  private static final String WORKER = "worker-7";

  /** The anchors on the clip, which is the same for all tests: most of them are not about these. */
  private static List<ClipCurve> measured = List.of();

  @TempDir private Path folder;
  private Parts parts;
  private Clip clip;
  private Evaluator evaluator;
  private int attempts;
  private CurveOrigin origin;

  /**
   * What an evaluator is made of.
   *
   * @param artifacts the caller's store, which holds the clips too
   * @param folder for whatever it keeps
   */
  protected record Parts(
      String worker,
      ArtifactStore artifacts,
      Sandbox sandbox,
      Toolchains toolchains,
      Path folder) {}

  /** A new evaluator. */
  protected abstract Evaluator evaluator(Parts parts) throws IOException;

  @BeforeEach
  void open() throws IOException {
    Machine machine = Machine.get();
    parts =
        new Parts(
            WORKER,
            FileArtifactStore.open(folder.resolve("artifacts"), "caller"),
            machine.sandbox(),
            machine.toolchains(),
            folder.resolve("evaluator"));
    clip = TestClips.moving(folder, "moving", 64, 48, 4);
    String _ = parts.artifacts().put(clip.y4m());
    evaluator = evaluator(parts);
    origin = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()).origin();
  }

  private EvaluationSettings settings() {
    return new EvaluationSettings(
        List.of(clip),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named(Anchors.DEFAULT)),
        CodingLimits.defaults(),
        Extras.NONE);
  }

  private static JobSettings cascaded(EvaluationSettings settings) {
    return JobSettings.of(settings.withCascade(Optional.of(new Cascade(2, List.of(30, 60), 10))));
  }

  private List<ClipCurve> curves(JobSettings settings, Heartbeats heartbeats) throws Exception {
    return evaluator.run(new Job.Anchors("anchors/1", settings, "", origin), heartbeats).curves();
  }

  private List<ClipCurve> measured() throws Exception {
    if (measured.isEmpty()) {
      measured = curves(JobSettings.of(settings()), Heartbeats.none());
    }
    return measured;
  }

  private String listed(List<?> values) throws IOException {
    return parts.artifacts().put(Json.mapper().writeValueAsBytes(values));
  }

  private ProgramReference stored(Program program) throws IOException {
    return ProgramReference.store(parts.artifacts(), program);
  }

  private Job.Evaluate job(Program program, List<MeasuredPoint> known) throws Exception {
    JobSettings settings = JobSettings.of(settings());
    attempts++;
    return new Job.Evaluate(
        "exp_iter1_x/" + attempts,
        settings,
        stored(program),
        listed(measured()),
        known.isEmpty() ? "" : listed(known),
        OptionalDouble.empty());
  }

  @Test
  void anchorsAreMeasuredOnceAndToldAsSoonAsTheyAre() throws Exception {
    List<Heartbeat> heard = Collections.synchronizedList(new ArrayList<>());
    JobSettings settings = cascaded(settings());
    List<ClipCurve> curves = curves(settings, heard::add);

    assertThat(curves).extracting(ClipCurve::frames).containsExactly(4, 2);
    assertThat(curves)
        .allSatisfy(curve -> {
          assertThat(curve.clipSha256()).isEqualTo(clip.sha256());
          assertThat(curve.curve().points()).hasSizeGreaterThanOrEqualTo(4);
        });
    assertThat(heard)
        .startsWith(
            new Heartbeat.AnchorsDone(0, 2), new Heartbeat.CurveMeasured(WORKER, curves.get(0)))
        .endsWith(new Heartbeat.AnchorsDone(2, 2));

    heard.clear();
    Answer.Anchors again =
        evaluator.run(new Job.Anchors("anchors/2", settings, listed(curves), origin), heard::add);
    assertThat(again).isEqualTo(new Answer.Anchors(WORKER, curves));
    assertThat(heard).noneMatch(Heartbeat.CurveMeasured.class::isInstance);
  }

  private static EvaluationSettings against(EvaluationSettings settings, Anchor anchor) {
    return new EvaluationSettings(
        settings.searchClips(),
        List.of(),
        settings.qualities(),
        List.of(anchor),
        settings.limits(),
        settings.extras());
  }

  @Test
  void anAnchorOfSomebodysOwnIsMeasuredFromTheFilesThatTheJobNames() throws Exception {
    CommandAnchor own = StepCodec.anchor(parts.artifacts(), true).build();
    List<ClipCurve> curves = curves(JobSettings.of(against(settings(), own)), Heartbeats.none());
    assertThat(curves).hasSize(1);
    assertThat(curves.getFirst().curve().anchor()).isEqualTo(own);
    assertThat(curves.getFirst().curve().points())
        .extracting(RatePoint::quality)
        .isEqualTo(StepCodec.STEPS);
  }

  @Test
  void aWorkerWithoutAnAnchorsProgramIsALastingFaultOfTheMachine() throws Exception {
    CommandAnchor own =
        StepCodec.anchor(parts.artifacts(), true)
            .programs(new TreeMap<>(Map.of("/usr/bin/no-such-encoder", "ab".repeat(32))))
            .build();
    JobSettings settings = JobSettings.of(against(settings(), own));
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining(
            "The worker " + WORKER + " lacks the program /usr/bin/no-such-encoder");
  }

  @Test
  void whereNothingMayPassOnlyTheFirstFramesAreMeasured() throws Exception {
    JobSettings settings = cascaded(settings());
    Job.Evaluate job =
        new Job.Evaluate(
            "exp_iter1_x/short",
            settings,
            stored(Toy.honest()),
            listed(curves(settings, Heartbeats.none())),
            "",
            OptionalDouble.of(EvaluationRequest.NOTHING_PASSES));
    Evaluation evaluation = evaluator.run(job, Heartbeats.none()).evaluation();
    assertThat(evaluation.failure().orElseThrow().kind()).isEqualTo(FailureKind.DOMINATED);
    assertThat(evaluation.points()).isEmpty();
    List<RatePoint> points =
        List.of(
            Json.read(
                new String(
                    parts
                        .artifacts()
                        .read(
                            Optional.ofNullable(evaluation.artifacts().get("short-points"))
                                .orElseThrow()),
                    StandardCharsets.UTF_8),
                RatePoint[].class));
    assertThat(points)
        .extracting(point -> point.clip() + " " + point.quality())
        .containsExactlyInAnyOrder(ClipHead.name(clip, 2) + " 30", ClipHead.name(clip, 2) + " 60");
  }

  @Test
  void aProgramThatIsSurelyNoBetterThanItsRivalIsLeftOnTheWay() throws Exception {
    JobSettings settings =
        JobSettings.of(
            settings()
                .withCascade(
                    Optional.of(
                        new Cascade(2, List.of(30, 60), 1000, Optional.of(new Racing(0.05, 0))))));
    Job.Evaluate alone =
        new Job.Evaluate(
            "exp_iter1_x/alone",
            settings,
            stored(Toy.honest()),
            listed(curves(settings, Heartbeats.none())),
            "",
            OptionalDouble.empty());
    Evaluation rivals = evaluator.run(alone, Heartbeats.none()).evaluation();
    Rival rival =
        new Rival(
            "exp_iter1_x",
            rivals.score().orElseThrow(),
            rivals.executed().decoderBytes(),
            List.of(),
            rivals.points().stream()
                .map(point ->
                    RatePointBuilder.builder(point).bitrateKbps(0.8 * point.bitrateKbps()).build())
                .toList(),
            new Spreads(2, 1),
            false);
    Evaluation left =
        evaluator
            .run(
                new Job.Evaluate(
                    "exp_iter2_x/raced",
                    settings,
                    alone.program(),
                    alone.curves(),
                    "",
                    OptionalDouble.empty(),
                    Optional.of(parts.artifacts().put(Json.mapper().writeValueAsBytes(rival)))),
                Heartbeats.none())
            .evaluation();
    assertThat(left.failure().orElseThrow().kind()).isEqualTo(FailureKind.DOMINATED);
    assertThat(left.failure().orElseThrow().message()).contains("beside exp_iter1_x");
    assertThat(left.points()).extracting(RatePoint::quality).containsExactly(40);
    assertThat(left.race().orElseThrow().left()).isTrue();
    assertThat(left.race().orElseThrow().savedCpuSeconds()).isPositive();
    assertThat(left.artifacts()).containsKey(Rival.ROLE);
  }

  @Test
  void aLookAtTheNextFrameBreaksLowDelayWhereverItsPointIsMeasured() throws Exception {
    Job.Evaluate usual = job(GroupToy.lookingAhead(), List.of());
    JobSettings lowDelay = JobSettings.of(settings().under(Constraints.NONE.withLowDelay()));
    Evaluation evaluation =
        evaluated("exp_iter1_x/low-delay", lowDelay, usual.program(), usual.curves());
    assertThat(evaluation.failure().orElseThrow().kind()).isEqualTo(FailureKind.CONSTRAINT_BROKEN);
    assertThat(evaluation.failure().orElseThrow().message()).contains("alone at QUALITY");
    assertThat(evaluator.run(usual, Heartbeats.none()).evaluation().failure())
        .as("without the constraint")
        .isEmpty();
  }

  /** The smoke frames of one worker decide for all. */
  @Test
  void whoeverMeasuresAPointSetsItsRunsAsTheSmokeFramesTold() throws Exception {
    Clip larger = TestClips.moving(folder, "larger", 176, 144, 6);
    String _ = parts.artifacts().put(larger.y4m());
    EvaluationSettings usual = settings();
    JobSettings settings =
        JobSettings.of(
            new EvaluationSettings(
                List.of(larger),
                List.of(),
                usual.qualities(),
                usual.anchors(),
                usual.limits(),
                usual.extras()));
    Evaluation evaluation =
        evaluated(
            "exp_iter1_x/larger",
            settings,
            stored(Toy.honest()),
            listed(curves(settings, Heartbeats.none())));
    assertThat(evaluation.points())
        .hasSize(4)
        .allSatisfy(point -> {
          assertThat(point.encode().setting()).hasValue("first compiler alone");
          assertThat(point.decode().setting()).hasValue("first compiler alone");
        });
  }

  @Test
  void aPointThatTakesTooLongLeavesTheOthersAndASecondEndsAll() throws Exception {
    String slow =
        "if (quality >= %d) { for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end; ) {} }";
    Evaluation once = limited(Toy.with("ENCODER", slow.formatted(80)));
    Failure failure = once.failure().orElseThrow();
    assertThat(failure.kind()).isEqualTo(FailureKind.OUT_OF_TIME);
    assertThat(failure.message())
        .contains("QUALITY 80", "The other points were measured: 3. Over what they cover");
    assertThat(once.points()).extracting(RatePoint::quality).containsExactly(20, 40, 60);
    assertThat(once.scores().values())
        .allSatisfy(comparison ->
            assertThat(comparison.perClip().values()).allMatch(BdRate.Value.class::isInstance));
    assertThat(once.score()).isEmpty();

    Evaluation twice = limited(Toy.with("ENCODER", slow.formatted(60)));
    assertThat(twice.failure().orElseThrow().message()).contains("QUALITY 80");
    assertThat(twice.points()).isEmpty();
  }

  /** Evaluates under a limit of little more than a second. */
  private Evaluation limited(Program program) throws Exception {
    Job.Evaluate usual = job(program, List.of());
    JobSettings settings =
        JobSettings.of(settings().within(new CodingLimits(5, 5, 1.2, 1 << 30, 1 << 20)));
    return evaluated(usual.attempt(), settings, usual.program(), usual.curves());
  }

  private Evaluation evaluated(
      String attempt, JobSettings settings, ProgramReference program, String curves)
      throws Exception {
    return evaluator
        .run(
            new Job.Evaluate(attempt, settings, program, curves, "", OptionalDouble.empty()),
            Heartbeats.none())
        .evaluation();
  }

  @Test
  void clipThatIsNotWhatTheJobSaysIsALastingFault() throws Exception {
    ClipReference honest = ClipReference.of(clip);
    ClipReference wrong = new ClipReference("other", honest.sha256(), 7, 64, 48, "yuv420p", "25/1");
    JobSettings all = JobSettings.of(settings());
    JobSettings settings =
        new JobSettings(
            List.of(wrong), List.of(), all.qualities(), all.anchors(), all.limits(), all.options());
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("other");
  }

  /** Each by an evaluator that has done nothing else before. */
  @Test
  void whateverJobComesFirstItsClipIsHeldAgainstWhatTheJobSays() throws Exception {
    String sha256 = clip.sha256();
    for (ClipReference wrong :
        List.of(
            new ClipReference("rate", sha256, 4, 64, 48, "yuv420p", "30"),
            new ClipReference("frames", sha256, 3, 64, 48, "yuv420p", "25"),
            new ClipReference("size", sha256, 4, 48, 64, "yuv420p", "25"),
            new ClipReference("depth", sha256, 4, 64, 48, "yuv420p10le", "25"))) {
      Job.Evaluate whole = job(Toy.honest(), List.of());
      JobSettings all = whole.settings();
      JobSettings settings =
          new JobSettings(
              List.of(wrong),
              List.of(),
              all.qualities(),
              all.anchors(),
              all.limits(),
              all.options());
      Job.Trial trial = new Job.Trial("trial/1", settings, whole.program());
      Job.Evaluate evaluation =
          new Job.Evaluate(
              "exp_iter1_x/1",
              settings,
              whole.program(),
              whole.curves(),
              "",
              OptionalDouble.empty());
      for (Job<?> job : List.of(trial, evaluation)) {
        assertThatThrownBy(() -> fresh().run(job, Heartbeats.none()))
            .isInstanceOfSatisfying(
                InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
            .hasMessageContaining("The clip " + wrong.name())
            .hasMessageContaining("64x48 yuv420p 25 fps and 4 frames");
      }
    }
  }

  /** An evaluator like the one under test, in a folder of its own. */
  private Evaluator fresh() throws IOException {
    return evaluator(
        new Parts(
            WORKER,
            parts.artifacts(),
            parts.sandbox(),
            parts.toolchains(),
            Files.createTempDirectory(folder, "fresh")));
  }

  @Test
  void jobThatAsksForWhatCannotBeIsALastingFault() throws Exception {
    JobSettings all = JobSettings.of(settings());
    JobSettings settings =
        new JobSettings(
            all.searchClips(),
            all.searchClips(),
            all.qualities(),
            all.anchors(),
            all.limits(),
            all.options());
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("The job anchors/1 asks for what cannot be");
  }

  @Test
  void anchorsOfAnotherOriginAreNotMeasured() throws Exception {
    JobSettings settings = JobSettings.of(settings());
    CurveOrigin other = new CurveOrigin("7.0", origin.measurement());
    assertThatThrownBy(() ->
            evaluator.run(new Job.Anchors("anchors/1", settings, "", other), Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining(WORKER)
        .hasMessageContaining(origin.toString())
        .hasMessageContaining(other.toString());
    // Where there is nothing to measure, it does not matter who could.
    List<ClipCurve> known = measured().stream().map(curve -> of(curve, other)).toList();
    Answer.Anchors answer =
        evaluator.run(
            new Job.Anchors("anchors/2", settings, listed(known), other), Heartbeats.none());
    assertThat(answer.curves()).isEqualTo(known);
  }

  private static ClipCurve of(ClipCurve curve, CurveOrigin origin) {
    return new ClipCurve(curve.clipSha256(), curve.frames(), curve.curve(), origin);
  }

  @Test
  void programsAreNotHeldAgainstCurvesOfAnotherMeasurementNorOfTwo() throws Exception {
    JobSettings settings = JobSettings.of(settings());
    ClipCurve curve = measured().getFirst();
    CurveOrigin later = new CurveOrigin(origin.ffmpeg(), origin.measurement() + 1);
    CurveOrigin other = new CurveOrigin("7.0", origin.measurement());
    for (List<ClipCurve> curves :
        List.of(List.of(of(curve, later)), List.of(curve, of(curve, other)))) {
      Job.Evaluate job =
          new Job.Evaluate(
              "exp_iter1_x/1",
              settings,
              stored(Toy.honest()),
              listed(curves),
              "",
              OptionalDouble.empty());
      assertThatThrownBy(() -> evaluator.run(job, Heartbeats.none()))
          .isInstanceOfSatisfying(
              InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
          .hasMessageContaining(WORKER)
          .hasMessageContaining(curves.getLast().origin().toString());
    }
  }

  @Test
  void clipThatIsNowhereIsAFaultThatMayPass() {
    JobSettings all = JobSettings.of(settings());
    JobSettings settings =
        new JobSettings(
            List.of(new ClipReference("gone", "a".repeat(64), 4, 64, 48, "yuv420p", "25/1")),
            List.of(),
            all.qualities(),
            all.anchors(),
            all.limits(),
            all.options());
    assertThatThrownBy(() -> curves(settings, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isFalse());
  }

  @Test
  void trialTellsTheProgramsFault() throws Exception {
    JobSettings settings = JobSettings.of(settings());
    assertThat(
            evaluator.run(
                new Job.Trial("trial/1", settings, stored(Toy.honest())), Heartbeats.none()))
        .isEqualTo(new Answer.Trial(WORKER, Optional.empty()));

    Program broken =
        Toy.with("FRAME", "if (count == 1) throw new IllegalStateException(\"oops\");");
    Failure failure =
        evaluator
            .run(new Job.Trial("trial/2", settings, stored(broken)), Heartbeats.none())
            .failure()
            .orElseThrow();
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message()).contains("oops");
  }

  @Test
  void whatAProgramReportsOfItsBitsComesBesideItsPointsAndNotInTheLog() throws Exception {
    Job.Evaluate job = job(Toy.reporting(4, 9), List.of());
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    Evaluation evaluation =
        evaluator
            .run(
                job,
                heartbeat -> {
                  if (heartbeat instanceof Heartbeat.PointMeasured(MeasuredPoint measured)) {
                    String sha256 = measured.point().bitsSha256().orElseThrow();
                    requireStored(sha256);
                    heard.add(sha256);
                  }
                })
            .evaluation();

    assertThat(evaluation.failure()).isEmpty();
    for (RatePoint point : evaluation.points()) {
      BitsReport report = BitsReport.read(parts.artifacts(), point.bitsSha256().orElseThrow());
      assertThat(report.refused()).isEmpty();
      assertThat(report.bitstreamBits()).isEqualTo(8 * point.bytes());
      assertThat(report.byType()).isEqualTo(Map.of("I", new BitsReport.OfType(4, 36)));
      assertThat(heard).contains(point.bitsSha256().orElseThrow());
    }
    String log = evaluation.artifacts().get("log");
    if (log != null) {
      assertThat(new String(parts.artifacts().read(log), StandardCharsets.UTF_8))
          .doesNotContain("codecsmith-bits");
    }
  }

  @Test
  void aReportOfMoreBitsThanThereAreIsRefusedAndSaidAndHarmsNoScore() throws Exception {
    Evaluation evaluation =
        evaluator.run(job(Toy.reporting(4, 99_999_999), List.of()), Heartbeats.none()).evaluation();

    assertThat(evaluation.score()).isPresent();
    RatePoint point = evaluation.points().getFirst();
    BitsReport report = BitsReport.read(parts.artifacts(), point.bitsSha256().orElseThrow());
    assertThat(report.refused().orElseThrow()).contains("399999996 bits together");
    assertThat(
            new String(
                parts.artifacts().read(evaluation.artifacts().getOrDefault("log", "")),
                StandardCharsets.UTF_8))
        .contains("its report of bits is refused. The frames have 399999996 bits together");
  }

  @Test
  void evaluationLeavesItsResultsInTheCallersStoreAndNamesItsWorker() throws Exception {
    Job.Evaluate job = job(Toy.honest(), List.of());
    List<Heartbeat> heard = Collections.synchronizedList(new ArrayList<>());
    Answer.Evaluated answer =
        evaluator.run(
            job,
            heartbeat -> {
              heard.add(heartbeat);
              if (heartbeat instanceof Heartbeat.PointMeasured(MeasuredPoint measured)) {
                requireStored(measured.point().bitstreamSha256());
                requireStored(measured.point().framesSha256());
              }
            });

    Evaluation evaluation = answer.evaluation();
    assertThat(answer.worker()).isEqualTo(WORKER);
    assertThat(evaluation.executed().worker()).isEqualTo(WORKER);
    assertThat(evaluation.executed().programSha256()).isEqualTo(Toy.honest().sha256());
    assertThat(evaluation.score()).isPresent();
    assertThat(evaluation.points()).hasSize(4);
    assertThat(answer.artifacts()).isNotEmpty();
    for (String artifact : answer.artifacts()) {
      assertThat(parts.artifacts().contains(artifact)).isTrue();
    }
    assertThat(
            heard.stream()
                .filter(Heartbeat.Phase.class::isInstance)
                .map(heartbeat -> ((Heartbeat.Phase) heartbeat).phase())
                // Told where a clip was not there yet.
                .filter(phase -> phase != ExperimentStatus.FETCHING)
                .distinct())
        .containsExactly(
            ExperimentStatus.BUILDING,
            ExperimentStatus.SMOKE,
            ExperimentStatus.ENCODING,
            ExperimentStatus.DECODING,
            ExperimentStatus.MEASURING,
            ExperimentStatus.PUBLISHING);
  }

  @Test
  void heartbeatsTellHowManyRunsOfAPhaseHaveEnded() throws Exception {
    List<Heartbeat> heard = Collections.synchronizedList(new ArrayList<>());
    Answer.Evaluated _ = evaluator.run(job(Toy.honest(), List.of()), heard::add);

    for (ExperimentStatus phase : List.of(ExperimentStatus.ENCODING, ExperimentStatus.DECODING)) {
      List<Heartbeat.Phase> told =
          heard.stream()
              .filter(Heartbeat.Phase.class::isInstance)
              .map(Heartbeat.Phase.class::cast)
              .filter(heartbeat -> heartbeat.phase() == phase)
              .toList();
      int total = told.getFirst().total();
      assertThat(total).isGreaterThanOrEqualTo(4);
      assertThat(told)
          .startsWith(new Heartbeat.Phase(phase, 0, total))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(0, total)
                  .mapToObj(done -> new Heartbeat.Phase(phase, done, total))
                  .toList());
    }
  }

  private void requireStored(String artifact) throws InfrastructureException {
    try {
      assertThat(parts.artifacts().contains(artifact)).isTrue();
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  @Test
  void faultOfTheProgramIsAnAnswer() throws Exception {
    Evaluation evaluation =
        evaluator.run(job(Toy.with("END", "no java"), List.of()), Heartbeats.none()).evaluation();
    assertThat(evaluation.failure().orElseThrow().kind()).isEqualTo(FailureKind.COMPILE_ERROR);
    String log =
        new String(
            parts
                .artifacts()
                .read(Optional.ofNullable(evaluation.artifacts().get("log")).orElseThrow()),
            StandardCharsets.UTF_8);
    assertThat(log).contains("no java");
  }

  @Test
  void knownPointsStandForNewOnesUnderTheSameConditionsOnly() throws Exception {
    List<MeasuredPoint> measured = Collections.synchronizedList(new ArrayList<>());
    Evaluation first =
        evaluator
            .run(job(Toy.honest(), List.of()), heartbeat -> add(heartbeat, measured))
            .evaluation();
    assertThat(measured).hasSize(4);

    List<MeasuredPoint> again = new ArrayList<>();
    Evaluation second =
        evaluator.run(job(Toy.honest(), measured), heartbeat -> add(heartbeat, again)).evaluation();
    assertThat(again).isEmpty();
    assertThat(second.points()).isEqualTo(first.points());

    List<MeasuredPoint> elsewhere =
        measured.stream()
            .map(point ->
                new MeasuredPoint(
                    point.programSha256(),
                    point.clipSha256(),
                    point.frames(),
                    "other",
                    point.point()))
            .toList();
    Evaluation third =
        evaluator
            .run(job(Toy.honest(), elsewhere), heartbeat -> add(heartbeat, again))
            .evaluation();
    assertThat(again).hasSize(4);
    assertThat(third.score()).isEqualTo(first.score());
  }

  private static void add(Heartbeat heartbeat, List<MeasuredPoint> measured) {
    if (heartbeat instanceof Heartbeat.PointMeasured(MeasuredPoint point)) {
      measured.add(point);
    }
  }

  @Test
  void anotherEvaluatorGoesOnWhereATrialWasElsewhere() throws Exception {
    JobSettings settings = JobSettings.of(settings());
    Answer.Trial tried =
        evaluator.run(new Job.Trial("trial/1", settings, stored(Toy.honest())), Heartbeats.none());
    assertThat(tried.failure()).isEmpty();
    Evaluation here = evaluator.run(job(Toy.honest(), List.of()), Heartbeats.none()).evaluation();

    Parts others =
        new Parts(
            "other",
            parts.artifacts(),
            parts.sandbox(),
            parts.toolchains(),
            folder.resolve("another evaluator"));
    Evaluation there =
        evaluator(others).run(job(Toy.honest(), List.of()), Heartbeats.none()).evaluation();
    assertThat(there.score()).isEqualTo(here.score());
    assertThat(there.scores()).isEqualTo(here.scores());
    assertThat(there.executed().decoderBytes()).isEqualTo(here.executed().decoderBytes());
    assertThat(there.executed().worker()).isEqualTo("other");
  }

  @Test
  void jobWithoutItsCurvesIsALastingFault() throws Exception {
    Job.Evaluate whole = job(Toy.honest(), List.of());
    Job.Evaluate bare =
        new Job.Evaluate(
            whole.attempt(), whole.settings(), whole.program(), "", "", OptionalDouble.empty());
    assertThatThrownBy(() -> evaluator.run(bare, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("lacks the curve of x264-medium on moving");
  }

  @Test
  void faultOfWhoHearsTheHeartbeatsEndsTheJobAsItIs() throws Exception {
    InfrastructureException lost =
        InfrastructureException.lasting("It is another's.", new IOException("cause"));
    Job.Evaluate job = job(Toy.honest(), List.of());
    assertThatThrownBy(() ->
            evaluator.run(
                job,
                heartbeat -> {
                  if (heartbeat instanceof Heartbeat.Phase phase
                      && phase.phase() == ExperimentStatus.ENCODING) {
                    throw lost;
                  }
                }))
        .isSameAs(lost);
  }

  @Test
  void interruptEndsTheJobAndWhatItStarted() throws Exception {
    // It stands still at the third frame, which the smoke test does not have.
    Job.Evaluate job =
        job(
            Toy.with("ENCODED FRAME", "while (out.size() > 2 * 64 * 48) { Thread.yield(); }"),
            List.of());
    CompletableFuture<Void> encoding = new CompletableFuture<>();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Answer _ =
                    evaluator.run(
                        job,
                        heartbeat -> {
                          if (heartbeat instanceof Heartbeat.Phase phase
                              && phase.phase() == ExperimentStatus.ENCODING) {
                            encoding.complete(null);
                          }
                        });
                ended.complete(new AssertionError("it went on to its end"));
              } catch (Exception | AssertionError e) {
                ended.complete(e);
              }
            });
    encoding.get(60, TimeUnit.SECONDS);
    while (programs().isEmpty()) {
      assertThat(ended).isNotDone();
      Thread.onSpinWait();
    }
    thread.interrupt();
    assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    // A worker elsewhere is told, and ends them a moment later.
    for (List<ProcessHandle> left = programs(); !left.isEmpty(); left = programs()) {
      assertThat(left.getFirst().onExit()).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  /** Processes of this one that run the program. */
  private static List<ProcessHandle> programs() {
    return ProcessHandle.current()
        .descendants()
        .filter(process ->
            process.info().commandLine().filter(line -> line.contains("toy.ToyCodec")).isPresent())
        .toList();
  }

  @Test
  void damagedListOfAJobIsALastingFault() throws Exception {
    Job.Evaluate whole = job(Toy.honest(), List.of());
    String nonsense = parts.artifacts().put("nonsense".getBytes(StandardCharsets.UTF_8));
    Job.Evaluate job =
        new Job.Evaluate(
            whole.attempt(),
            whole.settings(),
            whole.program(),
            nonsense,
            "",
            OptionalDouble.empty());
    assertThatThrownBy(() -> evaluator.run(job, Heartbeats.none()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue());
  }
}
