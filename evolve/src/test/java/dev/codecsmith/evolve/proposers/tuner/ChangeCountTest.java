package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeCountTest {
  private static final int CONSTANTS = 25;

  private final List<Tried> family = new ArrayList<>();

  private static List<Long> values(int changed, long to) {
    return LongStream.range(0, CONSTANTS).mapToObj(i -> i < changed ? to : 0L).toList();
  }

  private void tried(List<Long> values, double score) {
    family.add(new Tried(family.size() + 1, "", values, Optional.of(score)));
  }

  private List<Integer> drawn(int constants) {
    SplittableRandom random = new SplittableRandom(1);
    ChangeCount counts = ChangeCount.of(family, constants);
    return IntStream.range(0, 2000).map(_ -> counts.draw(random)).boxed().sorted().toList();
  }

  @Test
  void anyCountIsDrawnAndFewAreLikelierAtFirst() {
    tried(values(0, 0), -10);
    assertThat(drawn(CONSTANTS)).startsWith(1).endsWith(CONSTANTS).doesNotContain(0);
    assertThat(drawn(CONSTANTS).get(1000)).isEqualTo(1);
    assertThat(drawn(CONSTANTS).get(1700)).isBetween(2, 3);
    assertThat(drawn(1)).containsOnly(1);
  }

  @Test
  void whatHelpedIsDoneMoreOften() {
    tried(values(0, 0), -10);
    for (int i = 1; i <= 10; i++) {
      tried(values(10, i), -10 - i);
    }
    assertThat(drawn(CONSTANTS).get(1400)).isBetween(8, 15);
  }

  /** Changes are counted from the best so far, and a failure is no better. */
  @Test
  void whatDidNotHelpIsDoneLess() {
    tried(values(0, 0), -10);
    for (int i = 1; i <= 30; i++) {
      family.add(new Tried(i + 1, "", values(3, i), Optional.empty()));
      tried(values(6, i), -9);
      tried(values(12, i), -9);
    }
    assertThat(drawn(CONSTANTS).get(1500)).isEqualTo(1);
  }
}
