package dev.codecsmith.cli.mcp.programs;

import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;

/** How much the agents of one start of the server may have evaluated. */
public final class EvaluationBudget {
  private final double cpuMinutes;
  private final OptionalInt evaluations;
  private int made;
  private double usedMinutes;

  /**
   * @param cpuMinutes of all encodes and decodes together; the evaluation that exceeds it is the
   *     last one, and is finished
   * @param evaluations how many calls at most, whatever they take; empty for any number
   */
  public EvaluationBudget(double cpuMinutes, OptionalInt evaluations) {
    if (!(cpuMinutes >= 0) || evaluations.orElse(0) < 0) {
      throw new IllegalArgumentException("--cpu-minutes and --evaluations must be 0 or more.");
    }
    this.cpuMinutes = cpuMinutes;
    this.evaluations = evaluations;
  }

  /**
   * Refuses one more where nothing is left.
   *
   * @throws IOException with a sentence
   */
  synchronized void check() throws IOException {
    if (usedMinutes >= cpuMinutes || (evaluations.isPresent() && made >= evaluations.getAsInt())) {
      throw new IOException("The budget of this server is used up: " + left());
    }
  }

  /** Counts one that was made. */
  synchronized void spent(double cpuSeconds) {
    made++;
    usedMinutes += cpuSeconds / 60;
  }

  /** What is left, in a sentence. */
  synchronized String left() {
    return String.format(
            Locale.ROOT,
            "%.1f of %.1f min of CPU time",
            Math.max(0, cpuMinutes - usedMinutes),
            cpuMinutes)
        + (evaluations.isPresent()
            ? " and %d of %d evaluations"
                .formatted(Math.max(0, evaluations.getAsInt() - made), evaluations.getAsInt())
            : "")
        + " are left.";
  }
}
