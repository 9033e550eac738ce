package dev.codecsmith.evolve.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.ExperimentSummaryBuilder;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.ResultLine;
import dev.codecsmith.store.ResultLineBuilder;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.race.Race;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CascadeFiguresTest {
  private static final Cascade CASCADE =
      new Cascade(8, List.of(30, 70), 50, Optional.of(new Racing(0.05, 0.1)));

  private final List<CascadeLine> experiments = new ArrayList<>();

  private void add(Optional<Double> shortScore, Optional<Double> score, Optional<Race> race) {
    int iteration = experiments.size() + 1;
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter" + iteration + "_a",
            "campaign_a",
            iteration,
            "owner",
            new CandidateRecord("a", "c", "0".repeat(64), "library", List.of(), "", Map.of()),
            Instant.EPOCH);
    ExperimentResult result =
        ExperimentResultBuilder.builder(ExperimentResult.NONE)
            .score(score)
            .shortScore(shortScore)
            .race(race)
            .failure(
                score.isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        new Failure(
                            FailureKind.DOMINATED, ExperimentStatus.SCREENING, "It is behind.")))
            .build();
    ExperimentSummary ended =
        ExperimentSummary.of(ExperimentLifecycle.endedAtOnce(queued, result, Instant.EPOCH));
    experiments.add(
        CascadeLine.of(
            ExperimentSummaryBuilder.builder(ended)
                .result(
                    ResultLineBuilder.builder(ended.result())
                        .cpu(score.map(_ -> new ResultLine.CpuTimes(90, 10)))
                        .build())
                .build()));
  }

  private CascadeFigures figures(Cascade cascade, long seed, int lag) {
    return CascadeFigures.of(cascade, seed, lag, experiments).orElseThrow();
  }

  private static Optional<Race> race(boolean worse, boolean checked, double saved) {
    return Optional.of(
        new Race(
            "exp_iter1_a",
            -10,
            List.of(new Race.Look(Race.Stage.FIRST_FRAMES, 8, 5, 1)),
            worse,
            checked,
            saved));
  }

  private static Optional<Double> figure(double value) {
    return Optional.of(value);
  }

  @Test
  void whatRacesSavedAndHowOftenTheyWereWrongIsCounted() {
    add(figure(-8), figure(-10), Optional.empty());
    add(figure(-9), figure(-12), race(false, false, 0));
    add(figure(4), Optional.empty(), race(true, false, 30));
    add(figure(3), Optional.empty(), race(true, false, 12));
    add(figure(1), figure(-3), race(true, true, 0));
    add(figure(-10), figure(-13), race(true, true, 0));
    add(figure(-11), figure(-14), race(false, true, 0));
    CascadeFigures figures = figures(CASCADE, 1, 1);
    // What was not drawn and is better, as the second one, says nothing of how often races err.
    assertThat(figures.races())
        .isEqualTo(new RaceFigures(0.05, 6, 2, 42, new CheckedFigures(3, 2, 2, 1)));
    assertThat(figures.looks())
        .containsExactly(new CascadeFigures.Looks(8, 5, OptionalDouble.of(1)));
    assertThat(figures.sentences())
        .anyMatch(line -> line.contains("2 of 6 programs were left") && line.contains("42 CPU"))
        .anyMatch(line ->
            line.startsWith("Of 3 that were measured in full whatever their races said")
                && line.contains("1 of the 2 that were better would have been left")
                && line.contains("at most 5.0 % is promised")
                && line.contains("2 would have been left in all"));
    // Those that their races left are none that the margin left.
    assertThat(figures.margin().left()).isZero();
  }

  /** Whatever is drawn, by a seed that draws three iterations and not the two between them. */
  @Test
  void whatTheMarginSavedAndHowOftenItWasWrongIsCounted() {
    long seed =
        IntStream.range(0, 10_000)
            .filter(each -> {
              CheckedSample sample = new CheckedSample(each);
              return sample.holds(3, 0.3)
                  && !sample.holds(4, 0.3)
                  && sample.holds(5, 0.3)
                  && sample.holds(6, 0.3)
                  && !sample.holds(7, 0.3);
            })
            .findFirst()
            .orElseThrow();
    add(figure(-8), figure(-10), Optional.empty());
    add(figure(-9), figure(-12), Optional.empty());
    add(figure(45), figure(-13), Optional.empty());
    add(figure(46), Optional.empty(), Optional.empty());
    add(figure(60), figure(20), Optional.empty());
    add(figure(-10), figure(-14), Optional.empty());
    add(figure(70), Optional.empty(), Optional.empty());
    CascadeFigures figures = figures(CASCADE.checking(0.3), seed, 1);
    assertThat(figures.margin())
        .isEqualTo(new MarginFigures(50, 6, 2, 200, new CheckedFigures(3, 2, 2, 1)));
    assertThat(figures.sentences())
        .anyMatch(line ->
            line.startsWith("Margin: 2 of 6 programs")
                && line.contains("more than 50.0 points behind")
                && line.contains("200 CPU"))
        .anyMatch(line ->
            line.startsWith("Of 3 that were measured in full whatever their short scores were")
                && line.contains("2 were better than all that was known then")
                && line.contains("1 of the 2 that were better would have been left,")
                && line.contains("2 would have been left in all"));
    // One that learns from what is further back is held against that.
    assertThat(figures(CASCADE.checking(0.3), seed, 2).margin().held()).isEqualTo(5);
  }

  @Test
  void withoutASampleNothingIsSaidOfErrors() {
    add(figure(-8), figure(-10), Optional.empty());
    add(figure(46), Optional.empty(), Optional.empty());
    assertThat(figures(CASCADE, 1, 1).sentences())
        .anyMatch(line -> line.startsWith("None was measured in full whatever their short scores"));
  }

  @Test
  void looksAtMoreFramesAreToldApart() {
    Cascade rising =
        new Cascade(8, List.of(30, 70), 50, Optional.empty(), List.of(new Cascade.Rise(4, 24)), 0);
    add(figure(1), figure(3), Optional.empty());
    add(figure(2), figure(2), Optional.empty());
    add(figure(3), figure(1), Optional.empty());
    add(figure(11), figure(1), Optional.empty());
    add(figure(12), figure(2), Optional.empty());
    add(figure(13), figure(4), Optional.empty());
    CascadeFigures figures = figures(rising, 1, 1);
    assertThat(figures.looks())
        .containsExactly(
            new CascadeFigures.Looks(8, 3, OptionalDouble.of(-1)),
            new CascadeFigures.Looks(24, 3, OptionalDouble.of(1)));
    assertThat(figures.sentences())
        .anyMatch(line -> line.contains("of 8 frames order the 3 programs"))
        .anyMatch(line -> line.contains("of 24 frames order the 3 programs"));
    // The first of each number of frames has nothing to be held against.
    assertThat(figures.margin().held()).isEqualTo(4);
  }

  @Test
  void aCampaignThatMeasuredNoFirstFramesHasNone() {
    add(Optional.empty(), figure(-1), Optional.empty());
    assertThat(CascadeFigures.of(CASCADE, 1, 1, experiments)).isEmpty();
  }
}
