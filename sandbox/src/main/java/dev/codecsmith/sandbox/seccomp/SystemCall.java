package dev.codecsmith.sandbox.seccomp;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * One line of the table of system calls.
 *
 * @param name as in the manual
 * @param x86 its number on x86-64; empty if it has none
 * @param arm its number on AArch64; empty if it has none
 * @param conditions all must hold for {@code verdict}; none is always fulfilled
 * @param verdict what becomes of a call
 * @param otherwise what becomes of one that does not fulfil a condition
 */
record SystemCall(
    String name,
    OptionalInt x86,
    OptionalInt arm,
    List<Condition> conditions,
    Verdict verdict,
    Verdict otherwise) {

  SystemCall {
    conditions = List.copyOf(conditions);
  }

  /** Reads a line. */
  static SystemCall parse(String line) {
    String[] parts = line.strip().split(" +", 4);
    if (parts.length != 4) {
      throw new IllegalArgumentException("a call has a name, two numbers and a verdict: " + line);
    }
    String[] rule = parts[3].split(" if | else ", -1);
    Verdict verdict = Verdict.parse(rule[0]);
    List<Condition> conditions = List.of();
    Verdict otherwise = verdict;
    if (rule.length == 3) {
      conditions = Stream.of(rule[1].split(" and ", -1)).map(Condition::parse).toList();
      otherwise = Verdict.parse(rule[2]);
    } else if (rule.length != 1) {
      throw new IllegalArgumentException("no rule: " + line);
    }
    return new SystemCall(
        parts[0], number(parts[1]), number(parts[2]), conditions, verdict, otherwise);
  }

  /** Its number there; empty if that machine has no such call. */
  OptionalInt number(Machine machine) {
    return switch (machine) {
      case X86_64 -> x86;
      case AARCH64 -> arm;
    };
  }

  /** Whether some call of it ends the process. */
  boolean canKill() {
    return verdict.equals(Verdict.KILL) || otherwise.equals(Verdict.KILL);
  }

  /** What becomes of a call with these arguments; what the filter's code is tested against. */
  Verdict of(long... arguments) {
    return conditions.stream().allMatch(each -> each.holds(arguments)) ? verdict : otherwise;
  }

  private static OptionalInt number(String word) {
    return word.equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(word));
  }
}
