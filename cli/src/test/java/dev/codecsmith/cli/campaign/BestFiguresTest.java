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
                        rates(-10, -8, -9, -11, -12),
                        "svt-av1-8",
                        rates(4, 4),
                        "x264-medium/held-out",
                        rates(-9, -9)))))
        // 3.1824 standard errors of sqrt(10 / 3) / 2 on either side.
        .containsExactly(
            "On the clips that were searched on: -10.00 % against x264-medium (95 % interval over"
                + " 4 clips: -12.91 to -7.09), +4.00 % against svt-av1-8.",
            "On clips that were held out: -9.00 % against x264-medium.");
  }

  @Test
  void anAnchorAgainstWhichThereIsNoFigureIsToldWithTheReason() {
    assertThat(
            sentences(
                experiment(
                    1,
                    -10,
                    List.of(),
                    Map.of(
                        "x264-medium",
                        rates(-10, -10),
                        "svt-av1-8",
                        new AnchorComparison(new BdRate.TooLittleOverlap(0.5), Map.of()),
                        "x264-medium/held-out",
                        new AnchorComparison(new BdRate.NotMonotonic(), Map.of())))))
        .containsExactly(
            "On the clips that were searched on: -10.00 % against x264-medium, no figure against"
                + " svt-av1-8 (too little overlap).",
            "On clips that were held out: no figure against x264-medium (not monotonic).");
  }

  @Test
  void ofFewerThanFourClipsTheRangeIsTold() {
    assertThat(
            sentences(
                experiment(
                    1,
                    -21.42,
                    List.of(),
                    Map.of(
                        "x264-medium",
                        rates(-21.42, -15.85, -26.99),
                        "x264-medium/held-out",
                        rates(-9, -6, -12, -9)))))
        .containsExactly(
            "On the clips that were searched on: -21.42 % against x264-medium (-26.99 to -15.85"
                + " over 2 clips).",
            "On clips that were held out: -9.00 % against x264-medium (-12.00 to -6.00 over 3"
                + " clips).");
  }

  @Test
  void figuresAreOfTheCampaignsOwnObjective() {
    assertThat(
            sentences(
                experiment(
                    1,
                    -30,
                    List.of(),
                    Map.of(
                        "x264-medium", rates(-10, -10), "x264-medium/objective", rates(-30, -30)))))
        .containsExactly("On the clips that were searched on: -30.00 % against x264-medium.");
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

  @Test
  void theGainOverTheFounderIsPairedClipByClip() {
    assertThat(
            sentences(
                    experiment(
                        1,
                        -20,
                        List.of(),
                        Map.of(
                            "x264-medium",
                            rates(-20, 40, -80, 0, -40),
                            "x264-medium/held-out",
                            rates(-10, -10, -20))),
                    experiment(
                        2,
                        -22,
                        List.of("exp_iter1_a"),
                        Map.of(
                            "x264-medium",
                            rates(-22, 39, -83, -1, -43),
                            "x264-medium/held-out",
                            rates(-11, -10.5, -21.5))))
                .getLast())
        // 3.1824 standard errors of sqrt(4 / 3) / 2 on either side, however far the clips lie
        // apart.
        .isEqualTo(
            "The best of the programs without parents has -20.00 %: the search brought 2.00 points"
                + " (95 % interval over 4 clips: 0.16 to 3.84), and 1.00 on clips that were held out"
                + " (0.50 to 1.50 over 2 clips).");
  }
}
