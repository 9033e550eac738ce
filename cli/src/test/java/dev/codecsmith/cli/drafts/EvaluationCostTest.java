package dev.codecsmith.cli.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.RatePointBuilder;
import java.util.List;
import java.util.Map;
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
    assertThat(cost.seconds(List.of(point("clip", 20, 5), point("clip", 40, 7)), false))
        .isEqualTo(8);
  }

  @Test
  void anotherMeasurementOfTheSameBitstreamCounts() {
    assertThat(over(point("clip", 20, 5)).seconds(List.of(point("clip", 20, 6)), false))
        .isEqualTo(7);
  }

  @Test
  void aProgramThatFailsTakesNoLessThanTheTimeThatPassed() {
    EvaluationCost cost = over();
    seconds.addAndGet(100);
    assertThat(cost.seconds(List.of(), true)).isEqualTo(100);
    assertThat(cost.seconds(List.of(point("clip", 20, 200)), true)).isEqualTo(201);
  }
}
