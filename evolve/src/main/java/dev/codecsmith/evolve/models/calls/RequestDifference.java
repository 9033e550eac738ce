package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.ModelRequest;
import java.util.List;

/** Says where two requests first differ, for a person who looks for the cause. */
final class RequestDifference {
  private static final int LONGEST_QUOTE = 100;

  private RequestDifference() {}

  /** One clause that names the place and quotes both sides. */
  static String describe(ModelRequest recorded, ModelRequest asked) {
    if (!recorded.systemText().equals(asked.systemText())) {
      return "the system text differs in " + line(recorded.systemText(), asked.systemText());
    }
    int both = Math.min(recorded.messages().size(), asked.messages().size());
    for (int i = 0; i < both; i++) {
      String before = recorded.messages().get(i).text();
      String now = asked.messages().get(i).text();
      if (!before.equals(now)) {
        return "message %d differs in %s".formatted(i + 1, line(before, now));
      }
    }
    if (recorded.messages().size() != asked.messages().size()) {
      return "%d messages were recorded and %d are asked"
          .formatted(recorded.messages().size(), asked.messages().size());
    }
    if (recorded.maxOutputTokens() != asked.maxOutputTokens()) {
      return "the output limit was %d and is %d"
          .formatted(recorded.maxOutputTokens(), asked.maxOutputTokens());
    }
    if (!recorded.files().equals(asked.files())) {
      return "the files of the workspace differ";
    }
    return "the temperature was %s and is %s"
        .formatted(recorded.temperature(), asked.temperature());
  }

  private static String line(String recorded, String asked) {
    List<String> before = recorded.lines().toList();
    List<String> now = asked.lines().toList();
    int line = 0;
    while (line < before.size() && line < now.size() && before.get(line).equals(now.get(line))) {
      line++;
    }
    return "line %d: recorded %s, asked %s"
        .formatted(line + 1, quote(before, line), quote(now, line));
  }

  private static String quote(List<String> lines, int line) {
    if (line >= lines.size()) {
      return "nothing more";
    }
    String text = lines.get(line);
    return "«"
        + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text)
        + "»";
  }
}
