package dev.codecsmith.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BjontegaardDeltaTest {

  private static final List<RdPoint> ANCHOR_1 =
      List.of(
          new RdPoint(108048.8736, 43.6471),
          new RdPoint(61279.976, 40.3953),
          new RdPoint(33905.6656, 37.247),
          new RdPoint(18883.6928, 34.2911));
  private static final List<RdPoint> TEST_1 =
      List.of(
          new RdPoint(108061.2784, 43.6768),
          new RdPoint(61299.9936, 40.4232),
          new RdPoint(33928.7472, 37.2761),
          new RdPoint(18910.912, 34.3147));
  private static final List<RdPoint> ANCHOR_2 =
      List.of(
          new RdPoint(40433.8848, 37.5761),
          new RdPoint(7622.7456, 35.3756),
          new RdPoint(2394.488, 33.8977),
          new RdPoint(1017.6184, 32.0603));
  private static final List<RdPoint> TEST_2 =
      List.of(
          new RdPoint(40370.12, 37.5982),
          new RdPoint(7587.0024, 35.4025),
          new RdPoint(2390.0944, 33.9194),
          new RdPoint(1017.0984, 32.0822));

  private static double percent(BdRate rate) {
    assertThat(rate).isInstanceOf(BdRate.Value.class);
    return ((BdRate.Value) rate).percent();
  }

  @Test
  void meetsTheTwoCasesOfJctvcE137() {
    assertThat(percent(BjontegaardDelta.rate(ANCHOR_1, TEST_1, BdMethod.PCHIP)))
        .isCloseTo(-0.465215, within(1e-6));
    assertThat(percent(BjontegaardDelta.rate(ANCHOR_2, TEST_2, BdMethod.PCHIP)))
        .isCloseTo(-1.877982, within(1e-6));
  }
}
