package dev.codecsmith.sandbox.cgroup;

import dev.codecsmith.sandbox.posix.Child;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** Reading and writing the files of a group, and emptying it. */
final class GroupFiles {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long PAUSE_NANOS = 1_000_000;

  private GroupFiles() {}

  static void write(Path file, String value) throws IOException {
    Files.writeString(file, value, StandardCharsets.US_ASCII);
  }

  static boolean tryWrite(Path file, String value) {
    try {
      write(file, value);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  static OptionalLong readNumber(Path file) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The value of {@code key} in a file of lines {@code key value}. */
  static OptionalLong readKey(Path file, String key) {
    try {
      for (String line : Files.readString(file).split("\n", -1)) {
        if (line.startsWith(key)
            && line.length() > key.length()
            && line.charAt(key.length()) == ' ') {
          return OptionalLong.of(Long.parseLong(line.substring(key.length() + 1).strip()));
        }
      }
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  static boolean isEmpty(Path group) {
    return processes(group).map(String::isEmpty).orElse(true);
  }

  private static Optional<String> processes(Path group) {
    try {
      return Optional.of(Files.readString(group.resolve("cgroup.procs")).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Kills everything in the group; forks are refused first where that can be done. */
  static void kill(Path group) {
    if (tryWrite(group.resolve("cgroup.kill"), "1")) {
      return;
    }
    Path limit = group.resolve("pids.max");
    if (Files.exists(limit)) {
      tryWrite(limit, "0");
    }
    processes(group).ifPresent(pids -> pids.lines().forEach(pid -> killMember(group, pid)));
  }

  /** Kills a process that is a member still: one listed a moment ago may have left its number. */
  private static void killMember(Path group, String pid) {
    try {
      Child.killIf(Integer.parseInt(pid), () -> isMember(group, pid));
    } catch (NumberFormatException e) {
      throw new IllegalStateException("cgroup.procs holds " + pid, e);
    }
  }

  /** Names of groups are never used twice ({@link GroupNames}), so the name alone tells. */
  private static boolean isMember(Path group, String pid) {
    try {
      return Files.readString(Path.of("/proc", pid, "cgroup"))
          .lines()
          .anyMatch(line -> line.endsWith("/" + group.getFileName()));
    } catch (IOException e) {
      return false;
    }
  }

  static boolean awaitEmpty(Path group, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isEmpty(group)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  static void killAndRemove(Path group) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Files.deleteIfExists(group);
        return;
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          // The next start sweeps it: its owner, this process, will be dead then.
          return;
        }
        kill(group);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
