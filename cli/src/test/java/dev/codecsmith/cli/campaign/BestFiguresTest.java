package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BestFiguresTest {
  private static final EvaluationSettings SETTINGS =
      new EvaluationSettings(
          List.of(
              new Clip(
                  "a",
                  Path.of("a.y4m"),
                  new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
                  1,
                  "0".repeat(64))),
          List.of(),
          Qualities.DEFAULT,
          List.of(Anchors.named("x264-medium"), Anchors.named("svt-av1-8")),
          CodingLimits.defaults(),
          Extras.NONE);

  private static AnchorComparison rates(double overall, double... perClip) {
    Map<String, BdRate> clips = new TreeMap<>();
    for (double each : perClip) {
      clips.put("clip" + clips.size(), new BdRate.Value(each, 1));
    }
    return new AnchorComparison(new BdRate.Value(overall, 1), clips);
  }

  private static ExperimentRecord experiment(
      int iteration,
      double score,
      List<String> parents,
      Map<String, AnchorComparison> comparisons) {
    ExperimentResult result =
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .score(Optional.of(score))
            .scores(comparisons)
            .build();
    return ExperimentLifecycle.endedAtOnce(
        ExperimentLifecycle.queued(
            "exp_iter" + iteration + "_a",
            "campaign_a",
            iteration,
            "owner",
            new CandidateRecord("a", "c", "0".repeat(64), "tuner", parents, "", Map.of()),
            Instant.EPOCH),
        result,
        Instant.EPOCH);
  }

  private static List<String> sentences(ExperimentRecord... experiments) {
    return new BestFigures(SETTINGS, experiments[experiments.length - 1])
        .sentences(
            Stream.of(experiments)
                .map(each ->
                    new PastExperiment(each, () -> Program.of("c", "a.c", Map.of("a.c", "")))));
  }

  @Test
  void everyAnchorIsToldWithAnIntervalOverItsClips() {
    assertThat(
            sentences(
                experiment(
                    1,
                    -10,
                    List.of(),
                    Map.of(
                        "x264-medium",
                        rates(-10, -8, -10, -12),
                        "svt-av1-8",
                        rates(4, 4),
                        "x264-medium/held-out",
                        rates(-9, -9)))))
        // 4.303 standard errors of 2 / sqrt 3 on either side.
        .containsExactly(
            "On the clips that were searched on: -10.00 % against x264-medium (95 % interval over"
                + " 3 clips: -15.0 to -5.0), +4.00 % against svt-av1-8.",
            "On clips that were held out: -9.00 % against x264-medium.");
  }

  @Test
  void whatTheSearchBroughtIsBesideTheBestFounder() {
    assertThat(
            sentences(
                experiment(1, 393, List.of(), Map.of()),
                experiment(2, -20, List.of(), Map.of()),
                experiment(3, -22.5, List.of("exp_iter2_a"), Map.of())))
        .containsExactly(
            "The best of the programs without parents has -20.00 %: the search brought 2.50 points.");
  }
}
