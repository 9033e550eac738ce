package dev.codecsmith.cli.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationBuilder;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EvaluationCostTest {
  private final AtomicLong seconds = new AtomicLong(1000);

  private EvaluationCost over(RatePoint... known) {
    return new EvaluationCost(List.of(known), () -> TimeUnit.SECONDS.toNanos(seconds.get()));
  }

  private static RatePoint point(String clip, int quality, double encodeSeconds) {
    return RatePointBuilder.builder()
        .clip(clip)
        .quality(quality)
        .bytes(1)
        .bitrateKbps(1)
        .metrics(Map.of())
        .encode(new RatePoint.Resources(encodeSeconds, encodeSeconds, 0))
        .decode(new RatePoint.Resources(1, 1, 0))
        .bitstreamSha256("ab")
        .build();
  }

  @Test
  void whatItsRunsTookCountsAndNotWhatWasMeasuredBefore() {
    EvaluationCost cost = over(point("known by another name", 20, 5));
    seconds.addAndGet(100);
    assertThat(cost.seconds(List.of(point("clip", 20, 5), point("clip", 40, 7)))).isEqualTo(8);
  }

  @Test
  void anotherMeasurementOfTheSameBitstreamCounts() {
    assertThat(over(point("clip", 20, 5)).seconds(List.of(point("clip", 20, 6)))).isEqualTo(7);
  }

  private static Evaluation failed(Optional<Double> runSeconds, RatePoint... points) {
    return EvaluationBuilder.builder()
        .executed(new Evaluation.Executed("w", "ab", 0, 0))
        .points(List.of(points))
        .scores(Map.of())
        .shortScore(OptionalDouble.empty())
        .failure(
            Optional.of(
                new Failure(FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, "no program")))
        .artifacts(Map.of())
        .runSeconds(runSeconds)
        .build();
  }

  @Test
  void aProgramThatFailsTakesNoLessThanItsRunsAndNotWhatItWaited() {
    EvaluationCost cost = over(point("known", 20, 50));
    seconds.addAndGet(100);
    assertThat(cost.seconds(failed(Optional.of(3.0)))).isEqualTo(3);
    assertThat(cost.seconds(failed(Optional.of(3.0), point("clip", 20, 50)))).isEqualTo(3);
    assertThat(cost.seconds(failed(Optional.of(3.0), point("clip", 20, 200)))).isEqualTo(201);
  }

  @Test
  void whereThatIsNotToldItTakesNoLessThanTheTimeThatPassed() {
    EvaluationCost cost = over();
    seconds.addAndGet(100);
    assertThat(cost.seconds(failed(Optional.empty()))).isEqualTo(100);
    assertThat(cost.seconds(failed(Optional.empty(), point("clip", 20, 200)))).isEqualTo(201);
  }
}
