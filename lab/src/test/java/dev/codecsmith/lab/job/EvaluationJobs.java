package dev.codecsmith.lab.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.AbstractEvaluatorTest.Parts;
import dev.codecsmith.lab.local.GroupToy;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.lab.local.Toy;
import dev.codecsmith.lab.measure.ClipHead;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.lab.race.Spreads;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What every evaluator finds out about a program. */
abstract class EvaluationJobs extends EvaluatorFixture {
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
}
