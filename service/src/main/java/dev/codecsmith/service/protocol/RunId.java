package dev.codecsmith.service.protocol;

import java.util.regex.Pattern;

/**
 * Names a piece of work of a worker: an experiment, or one attempt at it. Its text is {@code
 * EXPERIMENT} or {@code EXPERIMENT.ATTEMPT}, and stands in addresses.
 *
 * @param experiment 1 to 100 letters, digits, {@code _} and {@code -}, the first a letter or digit
 * @param attempt up to 64 letters, digits and {@code -}; empty where there is but one
 */
public record RunId(String experiment, String attempt) {
  private static final Pattern EXPERIMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern ATTEMPT = Pattern.compile("([A-Za-z0-9][A-Za-z0-9-]{0,63})?");

  /**
   * Checks what came from outside.
   *
   * @throws BadRequestException if it is no name
   */
  public static RunId of(String experiment, String attempt) throws BadRequestException {
    if (!EXPERIMENT.matcher(experiment).matches()) {
      throw new BadRequestException(
          "experiment_id must have 1 to 100 letters, digits, _ or -, and begin with a letter or"
              + " digit.");
    }
    if (!ATTEMPT.matcher(attempt).matches()) {
      throw new BadRequestException("attempt must have at most 64 letters, digits or -.");
    }
    return new RunId(experiment, attempt);
  }

  /** The name of a job's attempt, such as {@code exp_iter3_0a1b2c/} and a UUID. */
  public static RunId ofJob(String attempt) throws BadRequestException {
    int slash = attempt.indexOf('/');
    return slash < 0
        ? of(attempt, "")
        : of(attempt.substring(0, slash), attempt.substring(slash + 1));
  }

  /** Reads the text of a name. */
  public static RunId parse(String text) throws BadRequestException {
    int dot = text.indexOf('.');
    return dot < 0 ? of(text, "") : of(text.substring(0, dot), text.substring(dot + 1));
  }

  @Override
  public String toString() {
    return attempt.isEmpty() ? experiment : experiment + "." + attempt;
  }
}
