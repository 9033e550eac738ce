package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.race.Race;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CascadeFiguresTest {
  private static final Cascade CASCADE = new Cascade(8, List.of(30, 70), 50, Optional.of(new Racing(0.05, 0.1)));

  private int iteration;

  private PastExperiment experiment(
      Optional<Double> shortScore, Optional<Double> score, Optional<Race> race) {
    iteration++;
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
    return new PastExperiment(
        ExperimentLifecycle.endedAtOnce(queued, result, Instant.EPOCH),
        () -> Program.of("c", "a.c", Map.of("a.c", "")));
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
  void whatWasSavedAndHowOftenItWasWrongIsCounted() {
    CascadeFigures figures =
        CascadeFigures.of(
                CASCADE,
                Stream.of(
                    experiment(figure(-8), figure(-10), Optional.empty()),
                    experiment(figure(-9), figure(-12), race(false, false, 0)),
                    experiment(figure(4), Optional.empty(), race(true, false, 30)),
                    experiment(figure(3), Optional.empty(), race(true, false, 12)),
                    experiment(figure(1), figure(-3), race(true, true, 0)),
                    experiment(figure(-10), figure(-13), race(true, true, 0)),
                    experiment(figure(-11), figure(-14), race(false, true, 0)),
                    experiment(figure(60), Optional.empty(), Optional.empty())))
            .orElseThrow();
    // What was not drawn and is better, as the second one, says nothing of how often races err.
    assertThat(figures.races())
        .isEqualTo(
            new CascadeFigures.Races(0.05, 6, 2, 42, new CascadeFigures.Sample(3, 2, 2, 1)));
    assertThat(figures.looks())
        .containsExactly(new CascadeFigures.Looks(8, 5, OptionalDouble.of(1)));
    assertThat(figures.sentences())
        .anyMatch(line -> line.contains("2 of 6 programs were left") && line.contains("42 CPU"))
        .anyMatch(
            line ->
                line.startsWith("Of 3 that were measured in full")
                    && line.contains("1 of the 2 that were better would have been left")
                    && line.contains("at most 5.0 % is promised")
                    && line.contains("2 would have been left in all"));
  }

  @Test
  void looksAtMoreFramesAreToldApart() {
    Cascade rising =
        new Cascade(8, List.of(30, 70), 50, Optional.empty(), List.of(new Cascade.Rise(4, 24)));
    CascadeFigures figures =
        CascadeFigures.of(
                rising,
                Stream.of(
                    experiment(figure(1), figure(3), Optional.empty()),
                    experiment(figure(2), figure(2), Optional.empty()),
                    experiment(figure(3), figure(1), Optional.empty()),
                    experiment(figure(11), figure(1), Optional.empty()),
                    experiment(figure(12), figure(2), Optional.empty()),
                    experiment(figure(13), figure(4), Optional.empty())))
            .orElseThrow();
    assertThat(figures.looks())
        .containsExactly(
            new CascadeFigures.Looks(8, 3, OptionalDouble.of(-1)),
            new CascadeFigures.Looks(24, 3, OptionalDouble.of(1)));
    assertThat(figures.sentences())
        .anyMatch(line -> line.contains("of 8 frames order the 3 programs"))
        .anyMatch(line -> line.contains("of 24 frames order the 3 programs"));
  }

  @Test
  void aCampaignWithoutCascadeHasNone() {
    assertThat(
            CascadeFigures.of(
                CASCADE, Stream.of(experiment(Optional.empty(), figure(-1), Optional.empty()))))
        .isEmpty();
  }
}
