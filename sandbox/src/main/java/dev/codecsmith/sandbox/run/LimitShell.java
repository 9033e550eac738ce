package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.cgroup.ControlGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first thing that a child is: a shell that joins the control group, sets the kernel's limits
 * per process on itself and then becomes the command. So nothing of the command ever runs outside
 * its limits, and nothing of ours runs between {@code fork} and {@code exec}.
 *
 * <p>Every value is a positional parameter; the script itself never changes.
 */
public final class LimitShell {
  public static final String SHELL = "/bin/sh";

  /** The shell's exit code where a limit could not be set: ours, not the program's. */
  public static final int COULD_NOT_LIMIT = 125;

  private static final String SCRIPT =
      """
      groups=$1; shift
      while [ "$groups" -gt 0 ]; do
        echo 0 > "$1" || exit 125
        shift; groups=$((groups - 1))
      done
      ulimit -c 0 || exit 125
      ulimit -t "$1" || exit 125
      ulimit -f "$2" || exit 125
      ulimit -n "$3" || exit 125
      if [ "$4" != - ]; then ulimit -d "$4" || exit 125; fi
      if [ "$5" != - ]; then ulimit -u "$5" 2>/dev/null || ulimit -p "$5" || exit 125; fi
      shift 5
      exec "$@"
      """;

  // The kernel ends a process some time after the harness should have: a second line of defence.
  private static final long CPU_RESERVE_SECONDS = 2;
  private static final long FILE_BLOCK_BYTES = 512;

  private LimitShell() {}

  /**
   * The shell's arguments.
   *
   * @param group what to join
   * @param command what to become, an absolute path first
   */
  public static List<String> wrap(
      Limits limits, Optional<ControlGroup> group, List<String> command) {
    List<Path> joinFiles = group.map(ControlGroup::joinFiles).orElse(List.of());
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("sh", "-c", SCRIPT, "sh", Integer.toString(joinFiles.size())));
    joinFiles.forEach(file -> arguments.add(file.toString()));
    arguments.add(Long.toString(limits.cpuTime().toSeconds() + CPU_RESERVE_SECONDS));
    arguments.add(Long.toString(Math.ceilDiv(limits.fileBytes(), FILE_BLOCK_BYTES)));
    arguments.add(Integer.toString(limits.openFiles()));
    arguments.add(group.isPresent() ? "-" : Long.toString(dataKibibytes(limits)));
    arguments.add(Enforcement.processesOfUser(limits, group).map(Object::toString).orElse("-"));
    arguments.addAll(command);
    return arguments;
  }

  /**
   * More than the tree may hold, so that it is mostly found to hold too much, which says why it
   * ended, before an allocation fails, which does not.
   */
  private static long dataKibibytes(Limits limits) {
    return (limits.memoryBytes() + limits.memoryBytes() / 4 + 64 * Limits.MEBIBYTE) >> 10;
  }
}
