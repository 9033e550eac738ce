package dev.codecsmith.lab.points;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processor of this machine: times that were taken on another are not those of this one. */
public final class Processor {
  private static final Path FILE = Path.of("/proc/cpuinfo");

  private Processor() {}

  /** Its name and how many there are; only how many where the kernel does not name it. */
  public static String description() {
    return name() + ", " + Runtime.getRuntime().availableProcessors();
  }

  private static String name() {
    try (Stream<String> lines = Files.lines(FILE)) {
      return lines.filter(line -> line.startsWith("model name")).findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
