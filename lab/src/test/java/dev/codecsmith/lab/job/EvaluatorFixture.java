package dev.codecsmith.lab.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.AbstractEvaluatorTest.Parts;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A clip, programs and jobs for the tests of an evaluator, which is another for each test. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class EvaluatorFixture {
  static final String WORKER = "worker-7";

  /** The anchors on the clip, which is the same for all tests: most of them are not about these. */
  private static List<ClipCurve> measured = List.of();

  @TempDir Path folder;
  Parts parts;
  Clip clip;
  Evaluator evaluator;
  private int attempts;
  CurveOrigin origin;

  /** A new evaluator. */
  abstract Evaluator evaluator(Parts parts) throws IOException;

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

  EvaluationSettings settings() {
    return new EvaluationSettings(
        List.of(clip),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named(Anchors.DEFAULT)),
        CodingLimits.defaults(),
        Extras.NONE);
  }

  static JobSettings cascaded(EvaluationSettings settings) {
    return JobSettings.of(settings.withCascade(Optional.of(new Cascade(2, List.of(30, 60), 10))));
  }

  List<ClipCurve> curves(JobSettings settings, Heartbeats heartbeats) throws Exception {
    return evaluator.run(new Job.Anchors("anchors/1", settings, "", origin), heartbeats).curves();
  }

  List<ClipCurve> measured() throws Exception {
    if (measured.isEmpty()) {
      measured = curves(JobSettings.of(settings()), Heartbeats.none());
    }
    return measured;
  }

  String listed(List<?> values) throws IOException {
    return parts.artifacts().put(Json.mapper().writeValueAsBytes(values));
  }

  ProgramReference stored(Program program) throws IOException {
    return ProgramReference.store(parts.artifacts(), program);
  }

  Job.Evaluate job(Program program, List<MeasuredPoint> known) throws Exception {
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

  Evaluation evaluated(
      String attempt, JobSettings settings, ProgramReference program, String curves)
      throws Exception {
    return evaluator
        .run(
            new Job.Evaluate(attempt, settings, program, curves, "", OptionalDouble.empty()),
            Heartbeats.none())
        .evaluation();
  }

  /** An evaluator like the one under test, in a folder of its own. */
  Evaluator fresh() throws IOException {
    return evaluator(
        new Parts(
            WORKER,
            parts.artifacts(),
            parts.sandbox(),
            parts.toolchains(),
            Files.createTempDirectory(folder, "fresh")));
  }

  void requireStored(String artifact) throws InfrastructureException {
    try {
      assertThat(parts.artifacts().contains(artifact)).isTrue();
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }
}
