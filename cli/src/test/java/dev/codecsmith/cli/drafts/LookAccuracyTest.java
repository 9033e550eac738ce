package dev.codecsmith.cli.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookAccuracyTest {
  private final LookAccuracy accuracy = new LookAccuracy();

  private void both(String program, double looked, double score) {
    accuracy.lookedAt(program, looked);
    accuracy.measured(program, score);
  }

  @Test
  void theOrderOfQuickLooksIsHeldAgainstThatOfScores() {
    both("a", 1, -10);
    both("b", 2, -9);
    both("c", 3, -8);
    assertThat(accuracy.sentence()).as("three say nothing").isEmpty();
    both("d", 0, -7);
    // Ranks 2, 3, 4, 1 beside 1, 2, 3, 4: 1 - 6 * 12 / (4 * 15).
    assertThat(accuracy.sentence())
        .contains("Of 4 programs that were measured in full too")
        .contains("rank correlation of -0.20");
  }

  @Test
  void aProgramWithOneOfTheFiguresDoesNotCountAndTheNewestOfEachDoes() {
    both("a", 9, 1);
    both("b", 2, 2);
    both("c", 3, 3);
    both("d", 4, 4);
    accuracy.lookedAt("e", 100);
    accuracy.measured("f", -100);
    accuracy.lookedAt("a", 1);
    assertThat(accuracy.sentence()).contains("Of 4 programs", "rank correlation of 1.00");
  }

  @Test
  void equalFiguresHaveNoOrder() {
    for (String program : new String[] {"a", "b", "c", "d"}) {
      both(program, 1, 1);
    }
    assertThat(accuracy.sentence()).isEmpty();
  }
}
