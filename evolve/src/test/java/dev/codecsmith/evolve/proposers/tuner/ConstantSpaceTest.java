package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ConstantSpaceTest {
  private static ConstantSpace space(long offset, long factor) {
    return ConstantSpace.of(
        Program.of(
            "java",
            "X",
            Map.of(
                "X.java",
                """
                class X {
                  int OFFSET = %d; // tune: -8..8
                  int FACTOR = %d; // tune: 10..160
                }
                """
                    .formatted(offset, factor))));
  }

  @Property
  void valuesComeBackFromTheirPoint(
      @ForAll @LongRange(min = -8, max = 8) long offset,
      @ForAll @LongRange(min = 10, max = 160) long factor) {
    ConstantSpace space = space(offset, factor);
    assertThat(space.values()).containsExactly(offset, factor);
    assertThat(space.values(space.point(space.values()))).containsExactly(offset, factor);
    assertThat(ConstantSpace.of(space(0, 10).with(List.of(offset, factor))).values())
        .containsExactly(offset, factor);
  }

  @Property
  void everyPointOfTheCubeIsASetting(
      @ForAll @DoubleRange(min = 0, max = 1) double first,
      @ForAll @DoubleRange(min = 0, max = 1) double second) {
    List<Long> values = space(0, 10).values(new double[] {first, second});
    assertThat(values.get(0)).isBetween(-8L, 8L);
    assertThat(values.get(1)).isBetween(10L, 160L);
  }

  @Test
  void whatMattersByRatioIsOnALogarithmicScale() {
    ConstantSpace space = space(-8, 40);
    assertThat(space.point(space.values())).containsExactly(new double[] {0, 0.5}, within(1e-12));
  }

  @Test
  void aFamilyIsWhatDiffersInTunableConstantsOnly() {
    assertThat(space(3, 20).family()).isEqualTo(space(-1, 77).family());
    Program other =
        Program.of("java", "X", Map.of("X.java", "class X { } // int A = 1; // tune: 1..2\n"));
    assertThat(ConstantSpace.of(other).family()).isNotEqualTo(space(3, 20).family());
  }
}
