package dev.codecsmith.sandbox.cgroup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Names of groups: {@code codecsmith-NAMESPACE-PID-START-N}, so that anyone can tell whether the
 * owner still lives. A process id alone would not do: the kernel uses it again.
 */
final class GroupNames {
  private static final String PREFIX = "codecsmith-";
  private static final AtomicLong COUNTER = new AtomicLong();
  private static final int START_TIME_FIELD = 19;

  private GroupNames() {}

  static Optional<String> next() {
    long pid = ProcessHandle.current().pid();
    return pidNamespace()
        .flatMap(namespace ->
            startTime(pid)
                .map(start ->
                    String.join(
                        "-",
                        PREFIX + namespace,
                        Long.toString(pid),
                        start,
                        Long.toString(COUNTER.incrementAndGet()))));
  }

  /** Removes the groups in {@code folder} whose owner is known dead. */
  static void sweep(Path folder) {
    Optional<String> namespace = pidNamespace();
    if (namespace.isEmpty()) {
      return;
    }
    try (DirectoryStream<Path> groups =
        Files.newDirectoryStream(folder, PREFIX + namespace.get() + "-*")) {
      for (Path group : groups) {
        String[] parts = group.getFileName().toString().split("-", -1);
        if (parts.length == 5 && !isAlive(parts[2], parts[3])) {
          GroupFiles.killAndRemove(group);
        }
      }
    } catch (IOException e) {
      // Sweeping is a courtesy to the dead; a folder that cannot be read holds none of ours.
      return;
    }
  }

  /** A process of which nothing can be read may live. */
  private static boolean isAlive(String pid, String start) {
    try {
      return readStartTime(Long.parseLong(pid)).equals(start);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException | NumberFormatException e) {
      return true;
    }
  }

  private static Optional<String> startTime(long pid) {
    try {
      return Optional.of(readStartTime(pid));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String readStartTime(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.UTF_8);
    // The program's name, in parentheses, may itself hold spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return fields[START_TIME_FIELD];
  }

  private static Optional<String> pidNamespace() {
    try {
      String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
      return Optional.of(link.replaceAll("[^0-9]", ""));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
