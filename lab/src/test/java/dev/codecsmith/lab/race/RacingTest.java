package dev.codecsmith.lab.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RacingTest {
  private static Race.Look look(double gap, double spread) {
    return new Race.Look(Race.Stage.FIRST_FRAMES, 8, gap, spread);
  }

  @Test
  void aGapIsSureWhenItIsManySpreadsWide() {
    // Two looks, of which each may be wrong in 2.5 of 100 cases: 1.96 standard deviations.
    Racing racing = new Racing(0.05, 0);
    assertThat(racing.overThresholdBy(look(4, 2))).isCloseTo(4 - 1.959964 * 2, within(1e-5));
    assertThat(racing.overThresholdBy(look(3.9, 2))).isNegative();
    assertThat(new Racing(0.4, 0).overThresholdBy(look(1.7, 2))).isPositive();
  }

  /** Looks at programs that are a little better, off by what their spread says. */
  @Test
  void aBetterProgramIsLeftNoMoreOftenThanTheErrorRateSays() {
    Racing racing = new Racing(0.1, 0);
    SplittableRandom random = new SplittableRandom(3);
    int left = 0;
    for (int i = 0; i < 10_000; i++) {
      boolean first = racing.overThresholdBy(look(-0.01 + 2 * random.nextGaussian(), 2)) > 0;
      boolean second = racing.overThresholdBy(look(-0.01 + random.nextGaussian(), 1)) > 0;
      left += first || second ? 1 : 0;
    }
    assertThat(left).isBetween(800, 1000);
  }

  @Test
  void whatIsPromisedIsNoShareOfThoseThatAreLeft() {
    int[] hard = left(0.05);
    int[] easy = left(0.95);
    assertThat(hard[1] / (0.05 * 100_000)).isCloseTo(0.0975, within(0.01));
    assertThat(easy[1] / (0.95 * 100_000)).isCloseTo(0.0975, within(0.01));
    assertThat((double) hard[1] / (hard[0] + hard[1])).isLessThan(0.01);
    assertThat((double) easy[1] / (easy[0] + easy[1])).isGreaterThan(0.6);
  }

  /** How many of 100,000 programs are left at an error rate of 0.1: worse ones, better ones. */
  private static int[] left(double shareOfBetter) {
    Racing racing = new Racing(0.1, 0);
    SplittableRandom random = new SplittableRandom(5);
    int[] left = new int[2];
    for (int i = 0; i < 100_000; i++) {
      int better = random.nextDouble() < shareOfBetter ? 1 : 0;
      double difference = better == 1 ? -0.001 : 4;
      boolean first = racing.overThresholdBy(look(difference + 2 * random.nextGaussian(), 2)) > 0;
      boolean second = racing.overThresholdBy(look(difference + random.nextGaussian(), 1)) > 0;
      left[better] += first || second ? 1 : 0;
    }
    return left;
  }

  @Test
  void whatIsNoShareIsRefused() {
    for (double rate : new double[] {0, 0.5, -1, Double.NaN}) {
      assertThatThrownBy(() -> new Racing(rate, 0.1)).hasMessageContaining("error rate");
    }
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> new Racing(0.05, share)).hasMessageContaining("all the same");
    }
  }

  @Test
  void theReasonSaysAgainstWhomByHowMuchAndHowSure() {
    Race race = new Race("exp_iter3_a", -12.5, List.of(look(4.25, 1)), true, false, 30);
    assertThat(new Racing(0.05, 0).sentence(race))
        .contains("first frames", "+4.25 points of percent", "exp_iter3_a", "-12.50 %")
        .contains("8 points", "1.00 (standard deviation)")
        .contains("A program that is better would look so far behind", "at most 2.5 %");
    assertThat(race.likelyScore()).isEqualTo(-8.25);
    assertThat(race.left()).isTrue();
  }

  /** Which these are depends on the campaign: of fixed ones the middle. */
  @Test
  void theReasonOfTheSecondLookDoesNotNameTheFirstOfTheQualities() {
    Race.Look second = new Race.Look(Race.Stage.FIRST_QUALITIES, 2, 4.25, 1);
    Race race = new Race("exp_iter3_a", -12.5, List.of(look(1, 1), second), true, false, 30);
    assertThat(new Racing(0.05, 0).sentence(race))
        .startsWith(
            "On the search clips at the QUALITY values that are measured first it is +4.25");
  }

  /** Campaigns are known by the hash of this text. */
  @Test
  void aCascadeWithoutRacesIsWrittenAndReadAsEver() {
    String ever = "{\"frames\":8,\"qualities\":[30,70],\"margin\":50.0}";
    Cascade cascade = new Cascade(8, List.of(30, 70), 50);
    assertThat(Json.write(cascade)).isEqualTo(ever);
    assertThat(Json.read(ever, Cascade.class)).isEqualTo(cascade);
    Cascade checking = cascade.checking(0.1);
    assertThat(Json.write(checking)).contains("\"checked\":0.1");
    assertThat(Json.read(Json.write(checking), Cascade.class)).isEqualTo(checking);
    Cascade raced = new Cascade(8, List.of(30, 70), 50, Optional.of(new Racing(0.05, 0.1)));
    assertThat(Json.read(Json.write(raced), Cascade.class)).isEqualTo(raced);
  }
}
