package dev.codecsmith.metrics.bd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
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

  @Test
  void akimaAndCubicAgreeWithAnIndependentComputation() {
    assertThat(percent(BjontegaardDelta.rate(ANCHOR_1, TEST_1, BdMethod.CUBIC)))
        .isCloseTo(-0.464415420, within(1e-8));
    assertThat(percent(BjontegaardDelta.rate(ANCHOR_2, TEST_2, BdMethod.CUBIC)))
        .isCloseTo(-1.910168679, within(1e-8));
    assertThat(percent(BjontegaardDelta.rate(ANCHOR_1, TEST_1, BdMethod.AKIMA)))
        .isCloseTo(-0.465120331, within(1e-8));
    assertThat(percent(BjontegaardDelta.rate(ANCHOR_2, TEST_2, BdMethod.AKIMA)))
        .isCloseTo(-1.865132001, within(1e-8));
  }

  @Test
  void theOrderOfPointsDoesNotMatter() {
    assertThat(BjontegaardDelta.rate(ANCHOR_1.reversed(), TEST_1, BdMethod.PCHIP))
        .isEqualTo(BjontegaardDelta.rate(ANCHOR_1, TEST_1.reversed(), BdMethod.PCHIP));
  }

  @Test
  void aCubicThroughMoreThanFourPointsIsTheLeastSquaresOne() {
    // Points of one cubic leave no residue, however many there are.
    List<RdPoint> five = new ArrayList<>();
    List<RdPoint> seven = new ArrayList<>();
    for (int i = 0; i <= 8; i++) {
      five.add(onCubic(30 + i, 0));
    }
    for (int i = 0; i <= 6; i++) {
      seven.add(onCubic(30 + i * 8 / 6.0, Math.log(1.25)));
    }
    assertThat(percent(BjontegaardDelta.rate(five, seven, BdMethod.CUBIC)))
        .isCloseTo(25, within(1e-9));
  }

  private static RdPoint onCubic(double quality, double offset) {
    double x = quality - 34;
    return new RdPoint(Math.exp(6 + 0.2 * x + 0.01 * x * x + 0.002 * x * x * x + offset), quality);
  }

  @Test
  void curvesThatShareNoQualityHaveNoOverlap() {
    List<RdPoint> better = List.of(new RdPoint(100, 50), new RdPoint(200, 52));
    assertThat(BjontegaardDelta.rate(ANCHOR_1, better, BdMethod.PCHIP))
        .isEqualTo(new BdRate.NoOverlap());
    List<RdPoint> touching = List.of(new RdPoint(1, 43.6471), new RdPoint(2, 45));
    assertThat(BjontegaardDelta.rate(ANCHOR_1, touching, BdMethod.PCHIP))
        .isEqualTo(new BdRate.NoOverlap());
    assertThat(BjontegaardDelta.rate(ANCHOR_1, TEST_1, BdMethod.PCHIP, new Band(20, 30), 0))
        .isEqualTo(new BdRate.NoOverlap());
  }

  @Test
  void coverageIsTheShareOfTheBandThatBothCover() {
    List<RdPoint> anchor = List.of(new RdPoint(100, 30), new RdPoint(400, 40));
    List<RdPoint> test = List.of(new RdPoint(100, 32), new RdPoint(200, 37));
    assertThat(BjontegaardDelta.rate(anchor, test, BdMethod.PCHIP))
        .isInstanceOfSatisfying(
            BdRate.Value.class, value -> assertThat(value.coverage()).isEqualTo(0.5));
    Band band = new Band(31, 39);
    assertThat(BjontegaardDelta.rate(anchor, test, BdMethod.PCHIP, band, 0.6))
        .isInstanceOfSatisfying(
            BdRate.Value.class, value -> assertThat(value.coverage()).isEqualTo(5 / 8.0));
    assertThat(BjontegaardDelta.rate(anchor, test, BdMethod.PCHIP, band, 0.75))
        .isEqualTo(new BdRate.TooLittleOverlap(5 / 8.0));
  }

  @Test
  void onlyTheBandCounts() {
    List<RdPoint> shared =
        List.of(
            new RdPoint(100, 30), new RdPoint(150, 32), new RdPoint(200, 34), new RdPoint(250, 36));
    List<RdPoint> anchor = new ArrayList<>(shared);
    List<RdPoint> test = new ArrayList<>(shared);
    anchor.add(new RdPoint(300, 38));
    test.add(new RdPoint(600, 38));
    assertThat(percent(BjontegaardDelta.rate(anchor, test, BdMethod.PCHIP))).isGreaterThan(5);
    // A slope depends on the neighbours only, so the curves part above the fourth point's left one.
    Band below = new Band(30, 34);
    assertThat(percent(BjontegaardDelta.rate(anchor, test, BdMethod.PCHIP, below, 1)))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void statesHaveNames() {
    assertThat(BjontegaardDelta.rate(ANCHOR_1, TEST_1.subList(0, 1), BdMethod.PCHIP))
        .isEqualTo(new BdRate.TooFewPoints(1));
    assertThat(BjontegaardDelta.rate(ANCHOR_1, TEST_1.subList(0, 3), BdMethod.CUBIC))
        .isEqualTo(new BdRate.TooFewPoints(3));
    assertThat(BjontegaardDelta.rate(List.of(), TEST_1, BdMethod.PCHIP))
        .isEqualTo(new BdRate.TooFewPoints(0));
    assertThat(
            BjontegaardDelta.rate(
                ANCHOR_1,
                List.of(new RdPoint(1000, 35), new RdPoint(2000, Double.POSITIVE_INFINITY)),
                BdMethod.PCHIP))
        .isEqualTo(new BdRate.NotFinite());
    assertThat(
            BjontegaardDelta.rate(
                ANCHOR_1, List.of(new RdPoint(0, 35), new RdPoint(2000, 36)), BdMethod.PCHIP))
        .isEqualTo(new BdRate.NotFinite());
    assertThat(
            BjontegaardDelta.rate(
                ANCHOR_1, List.of(new RdPoint(1000, 36), new RdPoint(2000, 36)), BdMethod.PCHIP))
        .isEqualTo(new BdRate.NotMonotonic());
    assertThat(
            BjontegaardDelta.rate(
                ANCHOR_1, List.of(new RdPoint(1000, 36), new RdPoint(1000, 37)), BdMethod.PCHIP))
        .isEqualTo(new BdRate.NotMonotonic());
    assertThat(
            BjontegaardDelta.quality(
                ANCHOR_1, List.of(new RdPoint(1000, 36), new RdPoint(2000, 35)), BdMethod.PCHIP))
        .isEqualTo(new BdQuality.NotMonotonic());
    assertThat(
            BjontegaardDelta.quality(
                ANCHOR_1, List.of(new RdPoint(1, 36), new RdPoint(2, 37)), BdMethod.PCHIP))
        .isEqualTo(new BdQuality.NoOverlap());
  }

  @Test
  void bdQualityIsTheMeanDistanceAtEqualRate() {
    List<RdPoint> better =
        ANCHOR_1.stream().map(p -> new RdPoint(p.rateKbps(), p.quality() + 0.75)).toList();
    for (BdMethod method : BdMethod.values()) {
      assertThat(BjontegaardDelta.quality(ANCHOR_1, better, method))
          .isInstanceOfSatisfying(
              BdQuality.Value.class,
              value -> {
                assertThat(value.difference()).isCloseTo(0.75, within(1e-9));
                assertThat(value.coverage()).isEqualTo(1);
              });
    }
    assertThat(
            BjontegaardDelta.quality(
                ANCHOR_1, better, BdMethod.PCHIP, new Band(10_000, 40_000), 0.9))
        .isInstanceOf(BdQuality.TooLittleOverlap.class);
  }

  @Provide
  Arbitrary<List<RdPoint>> curves() {
    Arbitrary<Double> steps = Arbitraries.doubles().between(0.2, 3);
    return steps
        .list()
        .ofSize(16)
        .map(list -> {
          List<RdPoint> points = new ArrayList<>();
          double logRate = 5;
          double quality = 30;
          for (int i = 0; i < 2 * (4 + (int) (list.get(15) * 1.2)); i += 2) {
            logRate += list.get(i) / 4;
            quality += list.get(i + 1);
            points.add(new RdPoint(Math.exp(logRate), quality));
          }
          return points;
        });
  }

  @Property(seed = "7", tries = 200)
  void anAnchorAgainstItselfIsZero(@ForAll("curves") List<RdPoint> curve, @ForAll BdMethod method) {
    assertThat(percent(BjontegaardDelta.rate(curve, curve, method))).isEqualTo(0);
  }

  @Property(seed = "8", tries = 200)
  void scalingAllRatesScalesTheAnswer(
      @ForAll("curves") List<RdPoint> curve,
      @ForAll BdMethod method,
      @ForAll @DoubleRange(min = 0.3, max = 3) double factor) {
    List<RdPoint> scaled =
        curve.stream().map(p -> new RdPoint(p.rateKbps() * factor, p.quality())).toList();
    assertThat(percent(BjontegaardDelta.rate(curve, scaled, method)))
        .isCloseTo(100 * (factor - 1), within(1e-6));
  }

  @Property(seed = "9", tries = 200)
  void swappingTheSidesInvertsTheRatio(
      @ForAll("curves") List<RdPoint> one,
      @ForAll("curves") List<RdPoint> other,
      @ForAll BdMethod method) {
    if (!(BjontegaardDelta.rate(one, other, method) instanceof BdRate.Value)) {
      return;
    }
    double forward = 1 + percent(BjontegaardDelta.rate(one, other, method)) / 100;
    double backward = 1 + percent(BjontegaardDelta.rate(other, one, method)) / 100;
    assertThat(forward * backward).isCloseTo(1, within(1e-9));
  }
}
