package dev.codecsmith.cli.mcp.programs;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** How much the agents of one start of the server may have evaluated. */
public final class EvaluationBudget {
  private final int evaluations;
  private final Optional<Double> cpuSeconds;
  private int made;
  private double used;

  /**
   * @param evaluations from 0
   * @param cpuSeconds of all encodes and decodes together; the evaluation that exceeds it is the
   *     last one, and is finished
   */
  public EvaluationBudget(int evaluations, Optional<Double> cpuSeconds) {
    if (evaluations < 0 || cpuSeconds.filter(seconds -> !(seconds > 0)).isPresent()) {
      throw new IllegalArgumentException(
          "--evaluations must be 0 or more, and --cpu-seconds above 0.");
    }
    this.evaluations = evaluations;
    this.cpuSeconds = cpuSeconds;
  }

  /**
   * Refuses one more where nothing is left.
   *
   * @throws IOException with a sentence
   */
  synchronized void check() throws IOException {
    if (made >= evaluations || cpuSeconds.filter(most -> used >= most).isPresent()) {
      throw new IOException("The budget of this server is used up: " + left());
    }
  }

  /** Counts one that was made. */
  synchronized void spent(double seconds) {
    made++;
    used += seconds;
  }

  /** What is left, in a sentence. */
  synchronized String left() {
    String text =
        "%d of %d evaluations are left".formatted(Math.max(0, evaluations - made), evaluations);
    return cpuSeconds
        .map(most ->
            String.format(
                Locale.ROOT,
                "%s, and %.1f of %.1f s of CPU time.",
                text,
                Math.max(0, most - used),
                most))
        .orElse(text + ".");
  }
}
