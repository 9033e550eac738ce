package dev.codecsmith.lab.evaluation;

import java.util.List;
import java.util.stream.Collectors;

/** Which values of QUALITY a campaign measures. */
public sealed interface Qualities {

  /** What is measured, for whoever writes programs, such as {@code 20, 40, 60, 80}. */
  String inWords();

  /** The lowest and the highest value that may be measured, such as {@code 20…80}. */
  String span();

  /** Whether that value of QUALITY may be measured. */
  boolean mayBe(int quality);

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
    public String inWords() {
      return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    @Override
    public String span() {
      return values.getFirst() + "…" + values.getLast();
    }

    @Override
    public boolean mayBe(int quality) {
      return values.contains(quality);
    }

    @Override
    public String toString() {
      return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  /** The harness chooses values, per program and clip, that spread over the quality band. */
  record Auto() implements Qualities {
    /** What is measured of every program before anything is chosen. */
    public static final List<Integer> FIRST = List.of(20, 40, 60, 80);

    @Override
    public String inWords() {
      return FIRST.stream().map(String::valueOf).collect(Collectors.joining(", "))
          + " first, and then, chosen for each program and clip, values between them and up to 0"
          + " and 100 where the points leave gaps in the band or do not reach its ends";
    }

    @Override
    public String span() {
      return "0…100";
    }

    @Override
    public boolean mayBe(int quality) {
      return quality >= 0 && quality <= 100;
    }

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
