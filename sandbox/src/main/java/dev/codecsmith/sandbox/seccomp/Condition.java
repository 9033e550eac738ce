package dev.codecsmith.sandbox.seccomp;

import java.util.List;

/**
 * What the low 32 bits of one argument of a system call must be.
 *
 * @param argument its position, 0…5
 * @param mask the bits that are looked at
 * @param values what these bits may be, or may not be
 * @param excluded whether {@code values} are those that they may not be
 */
record Condition(int argument, int mask, List<Integer> values, boolean excluded) {
  private static final int ALL_BITS = 0xffffffff;
  private static final int MOST_ARGUMENTS = 6;

  Condition {
    values = List.copyOf(values);
    if (argument < 0 || argument >= MOST_ARGUMENTS || values.isEmpty()) {
      throw new IllegalArgumentException("a condition names an argument 0…5 and some values");
    }
  }

  /**
   * Reads one condition of the table, such as {@code arg1 in 0 1 2}, {@code arg1 not in 31}, {@code
   * arg0 without 0x7e020000} or {@code arg0 masked 0xff in 0 17}.
   */
  static Condition parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length < 3 || !words[0].matches("arg[0-5]")) {
      throw new IllegalArgumentException("no condition: " + text);
    }
    int argument = words[0].charAt(3) - '0';
    return switch (words[1] + " " + words[2]) {
      case String start when start.startsWith("in ") ->
          new Condition(argument, ALL_BITS, numbers(words, 2), false);
      case "not in" -> new Condition(argument, ALL_BITS, numbers(words, 3), true);
      case String start when start.startsWith("without ") && words.length == 3 ->
          new Condition(argument, number(words[2]), List.of(0), false);
      case String start
          when start.startsWith("masked ") && words.length > 4 && words[3].equals("in") ->
          new Condition(argument, number(words[2]), numbers(words, 4), false);
      default -> throw new IllegalArgumentException("no condition: " + text);
    };
  }

  /** Whether a call with these arguments fulfils it; what the filter's code is tested against. */
  boolean holds(long... arguments) {
    int looked = argument < arguments.length ? (int) arguments[argument] & mask : 0;
    return values.contains(looked) != excluded;
  }

  private static List<Integer> numbers(String[] words, int from) {
    return List.of(words).subList(from, words.length).stream().map(Condition::number).toList();
  }

  private static int number(String word) {
    return (int) (long) Long.decode(word);
  }
}
