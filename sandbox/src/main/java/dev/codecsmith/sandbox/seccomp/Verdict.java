package dev.codecsmith.sandbox.seccomp;

import java.util.Map;

/**
 * What the kernel does about a system call.
 *
 * @param answer what a filter returns: a {@code SECCOMP_RET_…} value of {@code linux/seccomp.h}
 */
record Verdict(int answer) {
  /** The kernel decides as if there were no filter. */
  static final Verdict ALLOW = new Verdict(0x7fff0000);

  /** The whole process ends, as if by SIGSYS. */
  static final Verdict KILL = new Verdict(0x80000000);

  /** What is not in the table; libraries then do as on older kernels. */
  static final Verdict UNKNOWN = error(38);

  private static final Map<String, Integer> ERRORS =
      Map.of(
          "EPERM", 1,
          "EACCES", 13,
          "EINVAL", 22,
          "ENOTTY", 25,
          "ENOSYS", 38,
          "ENOPROTOOPT", 92,
          "EOPNOTSUPP", 95);

  /**
   * Reads a verdict of the table: {@code allow}, {@code kill}, {@code pretend} or an error's name.
   */
  static Verdict parse(String word) {
    return switch (word) {
      case "allow" -> ALLOW;
      case "kill" -> KILL;
      case "pretend" -> error(0);
      default -> {
        Integer number = ERRORS.get(word);
        if (number == null) {
          throw new IllegalArgumentException("no verdict: " + word);
        }
        yield error(number);
      }
    };
  }

  /** The call is not made; its caller sees this error, or success for 0. */
  private static Verdict error(int number) {
    return new Verdict(0x00050000 | number);
  }
}
