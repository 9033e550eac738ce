package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GaussianProcessTest {
  private static final double[] LENGTH = {0.4};
  private static final double NOISE = 1e-3;

  private static GaussianProcess of(double... valuesAtFourths) {
    return new GaussianProcess(
        List.of(new double[] {0}, new double[] {0.25}, new double[] {0.5}, new double[] {0.75}),
        valuesAtFourths,
        LENGTH,
        NOISE);
  }

  @Test
  void whatWasTriedIsExpectedAgainAndSurely() {
    GaussianProcess process = of(3, -1, 2, 5);
    assertThat(process.at(new double[] {0.25}).value()).isCloseTo(-1, within(0.1));
    assertThat(process.at(new double[] {0.25}).deviation())
        .isLessThan(0.1 * process.at(new double[] {3}).deviation());
  }

  @Test
  void farFromEverythingTheMeanIsExpected() {
    assertThat(of(3, -1, 2, 4).at(new double[] {40}).value()).isCloseTo(2, within(1e-6));
  }

  @Test
  void betweenTwoThePosteriorIsThatOfTheFormula() {
    // Two points at distance d with the values -1 and 1, whose mean is 0: by symmetry the middle is
    // expected at 0, and the variance there is s² (1 - 2 k² / (1 + noise + c)), where k is the
    // kernel at d / 2, c at d, and s² = ½ · 2 / (1 + noise - c).
    GaussianProcess process =
        new GaussianProcess(
            List.of(new double[] {0}, new double[] {0.4}), new double[] {-1, 1}, LENGTH, NOISE);
    double k = matern(0.5);
    double c = matern(1);
    double variance = 1 / (1.001 - c) * (1 - 2 * k * k / (1.001 + c));
    GaussianProcess.Expected middle = process.at(new double[] {0.2});
    assertThat(middle.value()).isCloseTo(0, within(1e-12));
    assertThat(middle.deviation()).isCloseTo(Math.sqrt(variance), within(1e-9));
  }

  private static double matern(double distance) {
    double scaled = Math.sqrt(5) * distance;
    return (1 + scaled + scaled * scaled / 3) * Math.exp(-scaled);
  }

  @Test
  void lengthsThatFitTheValuesAreLikelier() {
    List<double[]> points =
        List.of(
            new double[] {0, 0},
            new double[] {0.5, 0},
            new double[] {1, 0},
            new double[] {0, 0.5},
            new double[] {0.5, 0.5},
            new double[] {1, 0.5});
    // Only the first direction matters.
    double[] values = {0, 1, 0, 0, 1, 0};
    double right =
        new GaussianProcess(points, values, new double[] {0.4, 5}, NOISE).logLikelihood();
    double wrong =
        new GaussianProcess(points, values, new double[] {5, 0.4}, NOISE).logLikelihood();
    assertThat(right).isGreaterThan(wrong);
  }

  @Test
  void noiseExplainsNeighboursThatDiffer() {
    List<double[]> points =
        List.of(
            new double[] {0},
            new double[] {0.01},
            new double[] {0.02},
            new double[] {0.03},
            new double[] {0.04});
    double[] values = {1, -1, 1, -1, 1};
    assertThat(new GaussianProcess(points, values, LENGTH, 0.5).logLikelihood())
        .isGreaterThan(new GaussianProcess(points, values, LENGTH, NOISE).logLikelihood());
    assertThat(new GaussianProcess(points, values, LENGTH, 0.5).at(new double[] {0.01}).value())
        .as("between what is there and what its neighbours say")
        .isBetween(-0.9, 0.9);
  }
}
