package dev.codecsmith.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class FigureComparisonTest {
  private static final FigureComparison COMPARISON = new FigureComparison(Objective.DEFAULT);

  @Test
  void aSizeStoredBeforeNamesWereCountedIsTheSameSize() {
    assertThat(COMPARISON.differences(stored(1000), measured(1040, 40))).isEmpty();
    assertThat(COMPARISON.differences(stored(1040), measured(1040, 40))).isEmpty();
  }

  @Test
  void anotherSizeIsADifference() {
    assertThat(COMPARISON.differences(stored(1001), measured(1040, 40)))
        .containsExactly("program bytes was 1001 and is now 1040");
  }

  @Test
  void whereTimesArePricedAScoreIsNotHeldAgainstAnother() {
    FigureComparison priced = new FigureComparison(Objective.DEFAULT.at(new SoftPrices(1, 0, 0)));

    assertThat(COMPARISON.differences(stored(1000), measured(1000, 0, 2.0)))
        .containsExactly("score was 1.0 and is now 2.0");
    assertThat(priced.differences(stored(1000), measured(1000, 0, 2.0))).isEmpty();
    assertThat(priced.differences(stored(1001), measured(1000, 0, 2.0))).hasSize(1);
  }

  private static ExperimentRecord stored(long bytes) {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter1_x",
            "campaign_x",
            1,
            "owner",
            new CandidateRecord("x", "java", "00", "library", List.of(), "", Map.of()),
            Instant.EPOCH);
    return ExperimentLifecycle.ended(
        queued, ExperimentRunner.result(measured(bytes, 0)), Instant.EPOCH);
  }

  private static Evaluation measured(long bytes, long names) {
    return measured(bytes, names, 1.0);
  }

  private static Evaluation measured(long bytes, long names, double score) {
    return new Evaluation(
        new Executed("toy", "00", bytes, names),
        List.of(),
        Map.of(),
        Optional.of(score),
        OptionalDouble.empty(),
        Optional.empty(),
        Map.of());
  }
}
