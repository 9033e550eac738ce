package dev.codecsmith.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.experiment.ExperimentRunner;
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

  @Test
  void aSizeStoredBeforeNamesWereCountedIsTheSameSize() {
    assertThat(FigureComparison.differences(stored(1000), measured(1040, 40))).isEmpty();
    assertThat(FigureComparison.differences(stored(1040), measured(1040, 40))).isEmpty();
  }

  @Test
  void anotherSizeIsADifference() {
    assertThat(FigureComparison.differences(stored(1001), measured(1040, 40)))
        .containsExactly("program bytes was 1001 and is now 1040");
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
    return new Evaluation(
        new Executed("toy", "00", bytes, names),
        List.of(),
        Map.of(),
        Optional.of(1.0),
        OptionalDouble.empty(),
        Optional.empty(),
        Map.of());
  }
}
