package dev.codecsmith.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * CPU time and memory of a process and its descendants, read from {@code /proc}: the second choice
 * where there is no control group.
 */
final class ProcessTree {
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final long PAGE_BYTES = 4096;

  private final long pid;
  private long cpuNanos;
  private long residentBytes;

  ProcessTree(long pid) {
    this.pid = pid;
  }

  /** Reads the tree as it is now. */
  void sample() {
    long cpu = 0;
    long resident = 0;
    for (ProcessHandle process : processes()) {
      String[] fields = fields(process.pid());
      if (fields.length > 21) {
        // utime, stime, and both of the children that were waited for
        for (int field = 11; field <= 14; field++) {
          cpu += Long.parseLong(fields[field]) * NANOS_PER_TICK;
        }
        resident += Long.parseLong(fields[21]) * PAGE_BYTES;
      }
    }
    cpuNanos = Math.max(cpuNanos, cpu);
    residentBytes = resident;
  }

  /** Kills all that are found. */
  void kill() {
    processes().forEach(ProcessHandle::destroyForcibly);
  }

  long cpuNanos() {
    return cpuNanos;
  }

  long residentBytes() {
    return residentBytes;
  }

  private List<ProcessHandle> processes() {
    Optional<ProcessHandle> top = ProcessHandle.of(pid);
    return top.isEmpty()
        ? List.of()
        : Stream.concat(top.stream(), top.get().descendants()).toList();
  }

  /** The fields of {@code stat} from the third on. */
  private static String[] fields(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    } catch (IOException e) {
      return new String[0];
    }
  }
}
