package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.ModelRequest;
import java.util.regex.Pattern;

/**
 * The times in a request: those of a program's runs, which differ from one measurement to the next
 * though nothing else does. Two requests that differ in nothing else ask the same.
 */
final class MeasuredTimes {
  private static final Pattern TIMES =
      Pattern.compile(
          "(?m)\\| \\d+\\.\\d\\d \\| \\d+\\.\\d\\d \\|$"
              + "|took \\d+\\.\\d s of CPU time|at least \\d+\\.\\d (?:s|times)\\b"
              + "|used \\d+\\.\\d s CPU, \\d+\\.\\d s wall");

  private MeasuredTimes() {}

  /** Whether the two ask the same but for measured times. */
  static boolean areAlike(ModelRequest one, ModelRequest other) {
    return one.maxOutputTokens() == other.maxOutputTokens()
        && one.temperature().equals(other.temperature())
        && without(one).equals(without(other));
  }

  private static String without(ModelRequest request) {
    return TIMES.matcher(request.asText() + "\n" + request.files()).replaceAll("#");
  }
}
