package dev.codecsmith.store;

/**
 * A candidate's fault.
 *
 * @param kind what kind of fault
 * @param phase the phase it ended in
 * @param message the full text, worded so that a model or a person can repair the program
 */
public record Failure(FailureKind kind, ExperimentStatus phase, String message) {

  /** The most characters of a headline. */
  private static final int HEADLINE = 300;

  /** The same with the first line of its text, or the beginning of a long one. */
  public Failure headline() {
    int end = message.indexOf('\n');
    String line = end < 0 ? message : message.substring(0, end);
    return new Failure(
        kind, phase, line.length() <= HEADLINE ? line : line.substring(0, HEADLINE) + "…");
  }
}
