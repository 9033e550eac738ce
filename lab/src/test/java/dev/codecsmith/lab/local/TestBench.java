package dev.codecsmith.lab.local;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.anchors.AnchorBench;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CommandCodec;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.dispatch.JobEvaluations;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An evaluator with the real sandbox and a data folder of its own. */
public final class TestBench implements AutoCloseable {
  private static final Map<String, ClipCurve> MEASURED = new HashMap<>();

  private final DataDirectory data;
  private final JobEvaluations evaluations;

  public TestBench(Path folder) throws IOException {
    data = DataDirectory.open(folder.resolve("data"), DataDirectory.Access.WRITE);
    Machine machine = Machine.get();
    evaluations = LocalEvaluations.over(data, machine.sandbox(), machine.toolchains(), 2);
  }

  /**
   * A bench whose store holds the main anchor on a clip, which is measured once for all tests of
   * this process.
   */
  public TestBench(Path folder, Clip clip) throws IOException, InterruptedException {
    this(folder);
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    synchronized (MEASURED) {
      ClipCurve known = MEASURED.get(clip.sha256());
      if (known == null) {
        AnchorCurve curve =
            new AnchorBench(
                    codec,
                    () -> new CommandCodec(Machine.get().sandbox(), data.artifacts()),
                    new RunSlots(2),
                    data.workDirectory())
                .measure(Anchors.named(Anchors.DEFAULT), clip);
        known = new ClipCurve(clip.sha256(), clip.frames(), curve, codec.origin());
        MEASURED.put(clip.sha256(), known);
      }
      memory().keep(known);
    }
  }

  public DataDirectory data() {
    return data;
  }

  /** The anchors' curves in its store. */
  AnchorMemory memory() throws IOException {
    return new AnchorMemory(
        new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()), data.experiments());
  }

  public JobEvaluations evaluator() {
    return evaluations;
  }

  public static EvaluationSettings settings(CodingLimits limits, Clip... clips) {
    return new EvaluationSettings(
        List.of(clips),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named("x264-medium")),
        limits,
        Extras.NONE);
  }

  Evaluation evaluate(Program program, EvaluationSettings settings)
      throws IOException, InterruptedException {
    return evaluations.evaluate(
        new EvaluationRequest("exp_iter1_test", program, settings), EvaluationListener.none());
  }

  Failure failure(Program program, EvaluationSettings settings)
      throws IOException, InterruptedException {
    return evaluate(program, settings).failure().orElseThrow();
  }

  /** Builds and smokes. */
  public Optional<Failure> trial(Program program, EvaluationSettings settings)
      throws IOException, InterruptedException {
    return evaluations.trial(new EvaluationRequest("exp_iter1_trial", program, settings));
  }

  /** The evaluation's log. */
  public String log(Evaluation evaluation) throws IOException {
    return new String(
        data.artifacts().read(Optional.ofNullable(evaluation.artifacts().get("log")).orElseThrow()),
        StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    data.close();
  }
}
