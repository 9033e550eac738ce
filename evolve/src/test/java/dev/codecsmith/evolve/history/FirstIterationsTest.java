package dev.codecsmith.evolve.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.codec.digest.DigestUtils;

class FirstIterationsTest {

  @Property(seed = "41", tries = 100)
  void itTellsTheSameAsAMap(
      @ForAll @Size(max = 3000) List<@IntRange(min = 0, max = 2000) Integer> programs) {
    FirstIterations first = new FirstIterations();
    Map<Integer, Integer> expected = new HashMap<>();
    int iteration = programs.size();
    for (int program : programs) {
      first.add(hash(program), iteration);
      expected.merge(program, iteration, Math::min);
      iteration--;
    }
    for (int program = 0; program <= 2000; program++) {
      Integer known = expected.get(program);
      assertThat(first.has(hash(program), Integer.MAX_VALUE)).isEqualTo(known != null);
      if (known != null) {
        assertThat(first.has(hash(program), known)).isTrue();
        assertThat(first.has(hash(program), known - 1)).isFalse();
      }
    }
  }

  /** Few different first digits, so that many programs meet in the same slots. */
  private static String hash(int program) {
    String hash = DigestUtils.sha256Hex("program " + program);
    return hash.substring(0, 13) + "00" + hash.charAt(15) + hash.substring(16);
  }
}
