package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SettingSearchTest {
  private static final Program PROGRAM =
      Program.of(
          "c",
          "a.c",
          Map.of("a.c", "int A = 500; // tune: 0..1000\nint B = 500; // tune: 0..1000\n"));
  private static final ConstantSpace SPACE = ConstantSpace.of(PROGRAM);

  private static SettingSearch search(List<Tried> family) {
    return new SettingSearch(SPACE, family, new TunedPrograms().answer(0), 1);
  }

  private static long away(List<Long> values) {
    return Math.max(Math.abs(values.get(0) - 500), Math.abs(values.get(1) - 500));
  }

  /** Nothing near the best one has been better for long, so that CMA-ES looks close by only. */
  @Test
  void aboutHalfOfTheSettingsAreStepsThatMayGoFar() {
    List<Tried> family = new ArrayList<>();
    family.add(new Tried(1, "", SPACE.values(), Optional.of(-10.0)));
    for (int i = 1; i <= 48; i++) {
      family.add(new Tried(i + 1, "", List.of(500L + i % 7, 500L - i), Optional.of(-9.0)));
    }
    long reach = Math.round(1000 * Reach.of(family));
    SettingSearch search = search(family);

    List<Long> found =
        LongStream.range(0, 60)
            .mapToObj(drawn -> away(search.next(drawn, _ -> false).orElseThrow()))
            .toList();

    assertThat(reach).isEqualTo(30);
    assertThat(found).filteredOn(away -> away > 30).hasSizeBetween(8, 40);
    assertThat(found).filteredOn(away -> away <= 30).hasSizeGreaterThan(15);
  }

  @Test
  void whereAllStepsWereTriedOneNearTheBestIsFound() {
    ConstantSpace narrow =
        ConstantSpace.of(Program.of("c", "a.c", Map.of("a.c", "int A = 1; // tune: 0..3\n")));
    List<Tried> family = List.of(new Tried(1, "", List.of(1L), Optional.of(-10.0)));
    SettingSearch search = new SettingSearch(narrow, family, new TunedPrograms().answer(0), 1);
    Set<List<Long>> taken = new HashSet<>(Set.of(List.of(1L)));
    for (long drawn = 0; drawn < 40; drawn++) {
      search.next(drawn, taken::contains).ifPresent(taken::add);
    }
    assertThat(taken).hasSize(4);
  }
}
