package dev.codecsmith.evolve.proposers.tuner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdleConstantsTest {
  private static Tried tried(double score, Long... values) {
    return new Tried(1, "", List.of(values), Optional.of(score));
  }

  private static Tried failed(Long... values) {
    return new Tried(1, "", List.of(values), Optional.empty());
  }

  @Test
  void whatLeftTheScoreAsItWasDidNothing() {
    List<Tried> family =
        List.of(
            tried(-10.0, 1L, 1L, 1L, 1L),
            tried(-11.0, 2L, 1L, 1L, 1L),
            tried(-11.0, 2L, 1L, 5L, 1L),
            tried(-11.0, 2L, 1L, 5L, 6L),
            failed(1L, 3L, 1L, 1L),
            failed(1L, 4L, 1L, 1L));
    assertThat(IdleConstants.of(family).stream()).containsExactly(2, 3);
    assertThat(IdleConstants.of(List.of()).isEmpty()).isTrue();
  }
}
