package dev.codecsmith.evolve.ideas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codecsmith.evolve.campaign.Mutations;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class IdeaFuzzTest {
  /** Far more than any takes: a reader that hangs fails instead of holding up the build. */
  private static final Duration HANG = Duration.ofMinutes(2);

  private static final List<String> ENTRIES =
      List.of(
          """
          ---
          title: Deadzone
          tags: quantisation, rate
          gain: small
            on flat areas
          cost: none
          source: a paper
          ---
          Round towards zero.
          """);
  private static final List<String> WORDS =
      List.of("---\n", "title:", "tags: ", ", ", ":", "\n ", "gain", "\r", "%s", "quantisation");

  @Property(seed = "1", tries = 2000)
  void anEntryIsReadOrRefusedInASentenceThatNamesIt(@ForAll long seed) {
    assertTimeoutPreemptively(HANG, () -> read(Mutations.of(ENTRIES, WORDS, new Random(seed))));
  }

  private static void read(String text) {
    try {
      assertThat(IdeaParser.parse("deadzone", text, "deadzone.md").text()).isNotBlank();
    } catch (IdeaBankException e) {
      assertThat(e.getMessage()).startsWith("deadzone.md");
    }
  }
}
