package dev.codecsmith.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Outcomes in words: what happened, how much was allowed, where to look. */
public final class OutcomeWords {
  private OutcomeWords() {}

  static String sentence(RunOutcome outcome) {
    return switch (outcome) {
      case RunOutcome.Finished _ -> "It finished.";
      case RunOutcome.Crashed crashed -> crash(crashed);
      case RunOutcome.OutOfTime(RunOutcome.OutOfTime.Clock clock, Duration limit) ->
          switch (clock) {
            case CPU ->
                "It used more than "
                    + seconds(limit)
                    + " of CPU time, all its threads and processes together.";
            case WALL ->
                "It was not done after "
                    + seconds(limit)
                    + " of wall time; if it used little CPU time, it waited for something.";
          };
      case RunOutcome.OutOfMemory(long limit) ->
          "It needed more than "
              + bytes(limit)
              + " of memory, files in /tmp counted and, for Java, the heap being the larger part.";
      case RunOutcome.TooMuchOutput(long limit) ->
          "It wrote more than " + bytes(limit) + " to standard output.";
      case RunOutcome.Forbidden(String what) -> "It tried what the sandbox forbids: " + what + ".";
      case RunOutcome.Stopped _ -> "The harness stopped it.";
    };
  }

  /**
   * One sentence with every limit and what held it.
   *
   * @param enforcedBy empty where nothing ran
   */
  public static String limits(Limits limits, List<String> enforcedBy) {
    return "Limits in force: "
        + seconds(limits.cpuTime())
        + " of CPU time, "
        + seconds(limits.wallTime())
        + " of wall time, "
        + bytes(limits.memoryBytes())
        + " of memory, "
        + limits.processes()
        + " processes and threads, "
        + bytes(limits.outputBytes())
        + " of output, "
        + bytes(limits.fileBytes())
        + " a file, "
        + bytes(limits.temporaryBytes())
        + " in /tmp, "
        + limits.openFiles()
        + " open files a process"
        + (enforcedBy.isEmpty()
            ? "; nothing was run."
            : "; held by " + String.join("; ", enforcedBy) + ".");
  }

  private static String crash(RunOutcome.Crashed crashed) {
    if (crashed.signal().isEmpty()) {
      return "It ended with exit code " + crashed.exitCode() + ".";
    }
    String signal = crashed.signal().get();
    String meaning =
        switch (signal) {
          case "SIGSEGV", "SIGBUS" ->
              ": it touched memory that is not its own (or ran out of stack)";
          case "SIGFPE" -> ": it divided an integer by zero or overflowed a division";
          case "SIGILL", "SIGTRAP" -> ": it reached an instruction that does not exist or a trap";
          case "SIGABRT" -> ": it gave up by itself (abort, a failed assertion)";
          case "SIGXFSZ" -> ": it wrote a file larger than its limit";
          case "SIGPIPE" -> ": it wrote to a pipe that nobody reads";
          default -> "";
        };
    return "It was ended by " + signal + meaning + ".";
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
  }

  private static String bytes(long count) {
    if (count % Limits.MEBIBYTE == 0) {
      return count / Limits.MEBIBYTE + " MiB";
    }
    return count + " bytes";
  }
}
