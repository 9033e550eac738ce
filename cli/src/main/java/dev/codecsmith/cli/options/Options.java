package dev.codecsmith.cli.options;

import java.util.List;

/** What options have in common. */
public final class Options {
  private Options() {}

  public static <T> List<T> or(List<T> given, List<T> otherwise) {
    return given.isEmpty() ? otherwise : given;
  }

  public static int positive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be at least 1, found " + value + ".");
    }
    return value;
  }

  /** Within bounds, both included. */
  public static int between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, found %d.".formatted(option, least, most, value));
    }
    return value;
  }

  public static int notNegative(String option, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(option + " must be 0 or more, found " + value + ".");
    }
    return value;
  }
}
