package dev.codecsmith.sandbox.seccomp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codecsmith.sandbox.posix.Descriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which forbidden call ended a process, where the kernel's log may be read.
 *
 * <p>The signal does not carry the call's number to anyone but the process it kills; the kernel
 * writes it to its log, with process ids that are gone by then. So an answer is given only where
 * all entries of the time in question name the same call.
 */
public final class KernelLog {
  private static final Path LOG = Path.of("/dev/kmsg");
  private static final Pattern ENTRY =
      Pattern.compile("^\\d+,\\d+,(\\d+),.*type=1326 .*sig=31 .*syscall=(\\d+) ", Pattern.DOTALL);
  private static final int LONGEST_ENTRY = 8192;
  private static final int MOST_ENTRIES = 100_000;
  // The log's clock and ours are not quite the same.
  private static final long CLOCK_MICROS = 100_000;

  private KernelLog() {}

  /**
   * The name of the forbidden call.
   *
   * @param sinceNanos when the process started, by {@link System#nanoTime}
   */
  public static Optional<String> forbiddenCall(Machine machine, long sinceNanos) {
    Set<Integer> calls = new TreeSet<>();
    // System.nanoTime is the kernel's monotonic clock on Linux, as is, nearly, the log's.
    long sinceMicros = sinceNanos / 1000 - CLOCK_MICROS;
    try (Descriptor log = Descriptor.open(LOG);
        Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LONGEST_ENTRY);
      for (int i = 0; i < MOST_ENTRIES; i++) {
        int count = log.read(buffer);
        if (count <= 0) {
          break;
        }
        String entry =
            new String(buffer.asSlice(0, count).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
        Matcher matcher = ENTRY.matcher(entry);
        if (matcher.find() && Long.parseLong(matcher.group(1)) >= sinceMicros) {
          calls.add(Integer.parseInt(matcher.group(2)));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return calls.size() == 1
        ? SystemCallFilter.nameOfForbidden(machine, calls.iterator().next())
        : Optional.empty();
  }
}
