package dev.codecsmith.evolve.models.local;

/** The exit codes by which a shell says that it could not run a command (POSIX, 2.8.2). */
public final class ShellExit {
  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;

  private ShellExit() {}

  /** Whether the same command will end so again until somebody changes something. */
  public static boolean isLasting(int code) {
    return code == NOT_EXECUTABLE || code == NOT_FOUND;
  }

  /** What the code says, in brackets after a space; empty for one of the program's own. */
  public static String meaning(int code) {
    return switch (code) {
      case NOT_EXECUTABLE -> " (it cannot be executed)";
      case NOT_FOUND -> " (there is no such program)";
      default -> "";
    };
  }
}
