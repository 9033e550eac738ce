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
  private static final Path PROC = Path.of("/proc");

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
    sweep(folder, PROC);
  }

  /**
   * @param proc where processes are found
   */
  static void sweep(Path folder, Path proc) {
    Optional<String> namespace = pidNamespace();
    if (namespace.isEmpty()) {
      return;
    }
    try (DirectoryStream<Path> groups =
        Files.newDirectoryStream(folder, PREFIX + namespace.get() + "-*")) {
      for (Path group : groups) {
        String[] parts = group.getFileName().toString().split("-", -1);
        if (parts.length == 5 && !isAlive(proc, parts[2], parts[3])) {
          GroupFiles.killAndRemove(group);
        }
      }
    } catch (IOException e) {
      // Sweeping is a courtesy to the dead; a folder that cannot be read holds none of ours.
      return;
    }
  }

  /** A process of which nothing can be read may live. */
  private static boolean isAlive(Path proc, String pid, String start) {
    try {
      return startTime(proc.resolve(pid)).filter(read -> !read.equals(start)).isEmpty();
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Optional<String> startTime(long pid) {
    try {
      return startTime(PROC.resolve(Long.toString(pid)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Empty where the kernel says it in a way that is not known. */
  private static Optional<String> startTime(Path process) throws IOException {
    String stat = Files.readString(process.resolve("stat"), StandardCharsets.UTF_8);
    // The program's name, in parentheses, may itself hold spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length > START_TIME_FIELD
        ? Optional.of(fields[START_TIME_FIELD])
        : Optional.empty();
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
