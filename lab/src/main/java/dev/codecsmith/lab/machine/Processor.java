package dev.codecsmith.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The model of this machine's processor: times that were taken on another model are not those of
 * this one, so rate points of another are measured again.
 *
 * <p>The model and how many there are is meant, and not the machine itself. Sizes, frames and
 * figures do not depend on a machine at all, and times only decide whether a limit is met, which a
 * program that comes near to it may fail on one machine from one run to the next. Machines of one
 * model differ no more than that, and a fleet whose machines are replaced every day would otherwise
 * remember nothing.
 */
public final class Processor {
  private static final Path FILE = Path.of("/proc/cpuinfo");

  private Processor() {}

  /**
   * Its name and how many there are. Where the kernel gives no name, as on ARM, the numbers by
   * which it knows the model.
   */
  public static String description() {
    return name() + ", " + Runtime.getRuntime().availableProcessors();
  }

  private static String name() {
    try (Stream<String> lines = Files.lines(FILE)) {
      return name(lines.toList());
    } catch (IOException e) {
      return System.getProperty("os.arch", "");
    }
  }

  /** The same from the lines of {@code /proc/cpuinfo}. */
  static String name(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("model name"))
        .findFirst()
        .orElseGet(() ->
            lines.stream()
                .filter(line -> line.startsWith("CPU "))
                .distinct()
                .collect(Collectors.joining(", ")));
  }
}
