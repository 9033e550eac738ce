package dev.codecsmith.lab;

import java.util.List;
import java.util.stream.Collectors;

/** Which values of QUALITY a campaign measures. */
public sealed interface Qualities {

  /** 20, 40, 60, 80. */
  Qualities DEFAULT = new Fixed(List.of(20, 40, 60, 80));

  /**
   * The same values for every program.
   *
   * @param values at least four different integers from 0 to 100, rising
   */
  record Fixed(List<Integer> values) implements Qualities {
    public Fixed {
      values = values.stream().sorted().distinct().toList();
      if (values.size() < 4 || values.getFirst() < 0 || values.getLast() > 100) {
        throw new IllegalArgumentException(
            "qualities must be at least four different integers from 0 to 100 (a BD-rate needs"
                + " four points), found "
                + values
                + ".");
      }
    }

    @Override
    public String toString() {
      return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  /** The harness chooses values, per program and clip, that spread over the quality band. */
  record Auto() implements Qualities {
    @Override
    public String toString() {
      return "auto";
    }
  }

  /**
   * Reads {@code auto} or a list such as {@code 20,40,60,80}.
   *
   * @throws IllegalArgumentException with a sentence for a person
   */
  static Qualities parse(String text) {
    if (text.strip().equals("auto")) {
      return new Auto();
    }
    try {
      return new Fixed(
          List.of(text.split(",", -1)).stream().map(v -> Integer.parseInt(v.strip())).toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "qualities must be 'auto' or integers separated by commas such as 20,40,60,80, found '"
              + text
              + "'.",
          e);
    }
  }
}
