package dev.codecsmith.lab.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures that only some campaigns measure, by real runs. */
class MeasuredObjectiveTest {
  @TempDir private Path folder;

  @Test
  void whatTheObjectiveNamesIsMeasuredOfProgramAndAnchorAndNoUsualPointStandsForIt()
      throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 4);
    EvaluationSettings usual = TestBench.settings(CodingLimits.defaults(), clip);
    EvaluationSettings settings = usual.seeking(Objective.of("psnr_hvs"));
    try (TestBench bench = new TestBench(folder)) {
      Evaluation before = evaluate(bench, usual);
      assertThat(before.points().getFirst().metrics()).doesNotContainKey("psnr_hvs");

      Evaluation evaluation = evaluate(bench, settings);

      assertThat(evaluation.points())
          .allSatisfy(point -> assertThat(point.metrics()).containsKey("psnr_hvs"));
      assertThat(evaluation.score()).isPresent().isNotEqualTo(before.score());
      assertThat(evaluation.scores())
          .containsKeys("x264-medium/psnr_hvs", "x264-medium" + AnchorComparison.OBJECTIVE);
      assertThat(bench.memory().find(usual.mainAnchor(), clip).orElseThrow().points())
          .allSatisfy(point -> assertThat(point.metrics()).doesNotContainKey("psnr_hvs"));
      assertThat(
              bench
                  .memory()
                  .find(usual.mainAnchor(), clip, clip.frames(), Set.of(Metric.PSNR_HVS))
                  .orElseThrow()
                  .points())
          .allSatisfy(point -> assertThat(point.metrics()).containsKey("psnr_hvs"));
    }
  }

  private static Evaluation evaluate(TestBench bench, EvaluationSettings settings)
      throws Exception {
    return bench
        .evaluator()
        .evaluate(
            new EvaluationRequest("exp_iter1_hvs", Toy.honest(), settings).reusing(),
            EvaluationListener.none());
  }
}
