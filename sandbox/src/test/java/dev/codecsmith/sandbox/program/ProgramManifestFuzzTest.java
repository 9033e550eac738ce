package dev.codecsmith.sandbox.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProgramManifestFuzzTest {
  /** Far more than any takes: a reader that hangs fails instead of holding up the build. */
  private static final Duration HANG = Duration.ofMinutes(2);

  private static final List<String> MANIFESTS =
      List.of(
          "{\"language\": \"java\", \"entry\": \"a.B\", \"name\": \"N\", \"description\": \"d\\u00e4\"}",
          "{\n  \"language\" : \"c\",\n  \"entry\" : \"main\"\n}\n");
  private static final List<String> WORDS =
      List.of(
          "null",
          "{}",
          "[",
          "{\"a\":",
          "1e999999999",
          "\"language\":",
          "\"entry\": 1",
          "\\u0000",
          "\\ud800",
          "true",
          "}{",
          "\"\"",
          "NaN",
          "/* */");

  @Property(seed = "1", tries = 3000)
  void aManifestIsReadOrRefusedInASentenceThatNamesIt(@ForAll long seed) {
    assertTimeoutPreemptively(HANG, () -> parse(Mutations.of(MANIFESTS, WORDS, new Random(seed))));
  }

  @Example
  void aManifestMadeToDoHarmIsRefusedToo() {
    assertTimeoutPreemptively(
        HANG,
        () -> {
          parse("[".repeat(1_000_000));
          parse("{\"a\":".repeat(1_000_000));
          parse("{\"language\": " + "9".repeat(1_000_000) + "}");
          parse("{\"language\": \"" + "\\u0041".repeat(1_000_000));
          parse("\"" + "x".repeat(1_000_000));
        });
  }

  private static void parse(String text) {
    try {
      ProgramManifest manifest = ProgramManifest.parse(text, "program.json");
      assertThat(manifest.language()).isNotBlank();
      assertThat(manifest.entry()).isNotBlank();
    } catch (InvalidProgramException e) {
      assertThat(e.getMessage()).startsWith("program.json");
    }
  }
}
