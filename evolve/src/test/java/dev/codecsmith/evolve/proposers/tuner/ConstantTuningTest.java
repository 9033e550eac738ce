package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.program.Program;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConstantTuningTest {
  private static final Program PROGRAM =
      Program.of(
          "java",
          "X",
          Map.of(
              "X.java",
              """
              class X {
                int A = 2; // tune: 0..40
                int B = 90; // tune: 1..100
              }
              """));

  /** Lowest at A = 30 and B = 20. */
  private static double score(Program program) {
    ConstantSpace space = ConstantSpace.of(program);
    double a = (space.values().get(0) - 30) / 10.0;
    double b = (space.values().get(1) - 20) / 30.0;
    return a * a + b * b;
  }

  @Test
  void findsABetterSettingAndNeverTriesOneTwice() {
    ConstantTuning tuning = new ConstantTuning(PROGRAM, score(PROGRAM), 1);
    Set<Program> tried = new HashSet<>(Set.of(PROGRAM));
    for (int i = 0; i < 25; i++) {
      Program next = tuning.next().orElseThrow();
      assertThat(tried.add(next)).isTrue();
      assertThat(tuning.tell(next, Optional.of(score(next)))).contains(" → ");
    }
    assertThat(tuning.bestScore()).isEqualTo(score(tuning.best())).isLessThan(score(PROGRAM) / 4);
  }

  @Test
  void aConstantOutsideItsRangeIsLeftAsItIsAndStopsNothing() {
    Program program =
        Program.of(
            "java",
            "X",
            Map.of(
                "X.java",
                """
                class X {
                  int ABOVE = 32; // tune: 4..16
                  int BELOW = 0; // tune: 1..16
                  int WITHIN = 5; // tune: 0..40
                }
                """));
    for (long seed = 0; seed < 30; seed++) {
      ConstantTuning tuning = new ConstantTuning(program, 100, seed);
      for (int i = 0; i < 6; i++) {
        Program next = tuning.next().orElseThrow();
        assertThat(next.files().get("X.java")).contains("ABOVE = 32;", "BELOW = 0;");
        TunableConstant within = TunableConstant.of(next).getFirst();
        assertThat(within.name()).isEqualTo("WITHIN");
        assertThat(within.value()).isBetween(0L, 40L);
        String _ = tuning.tell(next, Optional.of((double) Math.abs(within.value() - 30)));
      }
    }
  }

  @Test
  void aProgramWhoseConstantsAllLieOutsideTheirRangesHasNothingToTry() {
    Program outside =
        Program.of("java", "X", Map.of("X.java", "class X {\n  int A = 0; // tune: 1..16\n}\n"));
    assertThat(new ConstantTuning(outside, 0, 1).isEmpty()).isTrue();
  }

  @Test
  void aSettingThatFailedIsNotTheBest() {
    ConstantTuning tuning = new ConstantTuning(PROGRAM, 5, 1);
    for (int i = 0; i < 5; i++) {
      String _ = tuning.tell(tuning.next().orElseThrow(), Optional.empty());
    }
    assertThat(tuning.best()).isEqualTo(PROGRAM);
    assertThat(tuning.bestScore()).isEqualTo(5);
  }

  @Test
  void aProgramWithoutMarkedConstantsHasNothingToTry() {
    ConstantTuning tuning =
        new ConstantTuning(Program.of("java", "X", Map.of("X.java", "class X {}\n")), 0, 1);
    assertThat(tuning.isEmpty()).isTrue();
    assertThat(tuning.next()).isEmpty();
  }

  @Test
  void whereEverySettingWasTriedNoneIsLeft() {
    Program two =
        Program.of("java", "X", Map.of("X.java", "class X {\n  int A = 0; // tune: 0..1\n}\n"));
    ConstantTuning tuning = new ConstantTuning(two, 1, 1);
    String _ = tuning.tell(tuning.next().orElseThrow(), Optional.of(2.0));
    assertThat(tuning.next()).isEmpty();
  }
}
