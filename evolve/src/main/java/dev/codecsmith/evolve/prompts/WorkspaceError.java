package dev.codecsmith.evolve.prompts;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The error of a program that an agent has to repair. All of it lies in the agent's folder as a
 * file; where it is long, what the agent reads first has its beginning and its end, so that the
 * rules still stand on the first page.
 */
final class WorkspaceError {
  private static final String FILE = "error.md";

  /** The most bytes of an error that are shown beside the file. */
  private static final int MOST_BYTES = 1_000;

  private WorkspaceError() {}

  static Map<String, String> files(String error) {
    return Map.of(FILE, Sections.fenced("text", error));
  }

  /** What the agent reads first. */
  static String text(String error) {
    String shown = error;
    for (int characters = MOST_BYTES; bytes(shown) > MOST_BYTES; characters -= 50) {
      shown = Sections.middleCut(error, characters);
    }
    return Sections.fenced("text", shown)
        + (shown.equals(error)
            ? ""
            : "\nAll of it, %d bytes, stands in `%s`.\n".formatted(bytes(error), FILE));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
