package dev.codecsmith.sandbox.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.codecsmith.sandbox.posix.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * CPU time and memory of a process and its descendants, read from {@code /proc}: the second choice
 * where there is no control group.
 */
final class ProcessTree {
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final int FIRST_CPU_FIELD = 11;
  private static final int LAST_CPU_FIELD = 14;

  private final Child top;
  private long cpuNanos;
  private long heldBytes;
  private long peakBytes;

  /**
   * @param top whose tree it is; nothing is found of it once it is reaped
   */
  ProcessTree(Child top) {
    this.top = top;
  }

  /** Reads the tree as it is now. */
  void sample() {
    long cpu = 0;
    long held = 0;
    for (ProcessHandle process : processes()) {
      long pid = process.pid();
      String[] fields = statFields(pid);
      if (fields.length > LAST_CPU_FIELD) {
        // utime, stime, and both of the children that were waited for
        for (int field = FIRST_CPU_FIELD; field <= LAST_CPU_FIELD; field++) {
          cpu += Long.parseLong(fields[field]) * NANOS_PER_TICK;
        }
      }
      String status = read(pid, "status");
      held += kibibytes(status, "RssAnon:") + kibibytes(status, "RssShmem:");
      peakBytes = Math.max(peakBytes, kibibytes(status, "VmHWM:"));
    }
    cpuNanos = Math.max(cpuNanos, cpu);
    heldBytes = held;
    peakBytes = Math.max(peakBytes, held);
  }

  /**
   * Whether the tree holds more memory than this. Pages that processes share are counted for each
   * in a sample; where that matters they are divided among them here, which takes the kernel
   * longer.
   */
  boolean holdsMoreThan(long bytes) {
    if (heldBytes <= bytes) {
      return false;
    }
    long shares = 0;
    for (ProcessHandle process : processes()) {
      String rollup = read(process.pid(), "smaps_rollup");
      shares += kibibytes(rollup, "Pss_Anon:") + kibibytes(rollup, "Pss_Shmem:");
    }
    return shares > bytes;
  }

  /** Kills all that are found, and none that has got the number of one of them since. */
  void kill() {
    processes().forEach(process -> Child.killIf(process.pid(), process::isAlive));
  }

  long cpuNanos() {
    return cpuNanos;
  }

  /** The most that the tree held at any sample, or that any of its processes ever held. */
  long peakBytes() {
    return peakBytes;
  }

  private List<ProcessHandle> processes() {
    List<ProcessHandle> found = new ArrayList<>();
    top.whileUnreaped(pid ->
        ProcessHandle.of(pid)
            .ifPresent(process -> {
              found.add(process);
              process.descendants().forEach(found::add);
            }));
    return found;
  }

  /** The fields of {@code stat} from the third on; none if the process is gone. */
  private static String[] statFields(long pid) {
    String stat = read(pid, "stat");
    int nameEnd = stat.lastIndexOf(')');
    return nameEnd < 0 ? new String[0] : stat.substring(nameEnd + 2).split(" ", -1);
  }

  private static long kibibytes(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
        .sum();
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file), ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
