package dev.codecsmith.sandbox.isolation;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.sandbox.LimitsBuilder;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A program of {@code src/test/resources/hostile}, whose first comment says what it tries and how
 * it must end:
 *
 * <pre>
 * hostile: what it tries
 * expect:  finished, crashed, cpu, wall, memory, output or forbidden; several where each is right
 * says:    text in its standard error
 * output:  its standard output, without the last line end
 * signal:  the signal it crashes with
 * forbids: part of the forbidden call's name
 * cpu:     its limit of CPU time in milliseconds; wall: the same of wall time
 * run:     encode in place of decode
 * only:    the architecture it is for
 * </pre>
 */
record HostileProgram(String name, Program program, Map<String, String> header) {

  static List<HostileProgram> all() {
    Path folder = Path.of("src", "test", "resources", "hostile");
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(HostileProgram::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostileProgram read(Path file) {
    try {
      String text = Files.readString(file);
      Map<String, String> header = new TreeMap<>();
      for (String line : text.lines().toList()) {
        if (!line.startsWith("//") && !line.startsWith("#")) {
          break;
        }
        String[] parts = line.replaceFirst("^(//|#)\\s*", "").split(":", 2);
        if (parts.length == 2) {
          header.put(parts[0], parts[1].strip());
        }
      }
      String name = file.getFileName().toString();
      String stem = name.substring(0, name.lastIndexOf('.'));
      String language =
          switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "java" -> "java";
            case "py" -> "python";
            default -> "c";
          };
      String entry = language.equals("java") ? stem : name;
      return new HostileProgram(name, Program.of(language, entry, Map.of(name, text)), header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<String> header(String key) {
    return Optional.ofNullable(header.get(key));
  }

  List<String> expected() {
    return Arrays.asList(header.getOrDefault("expect", "").split(",\\s*"));
  }

  boolean encodes() {
    return header("run").filter("encode"::equals).isPresent();
  }

  Limits limits() {
    Limits limits = Limits.defaults();
    return LimitsBuilder.builder()
        .cpuTime(header("cpu").map(HostileProgram::millis).orElse(Duration.ofSeconds(30)))
        .wallTime(header("wall").map(HostileProgram::millis).orElse(Duration.ofSeconds(60)))
        .memoryBytes(192 * Limits.MEBIBYTE)
        .processes(64)
        .outputBytes(Limits.MEBIBYTE)
        .fileBytes(limits.fileBytes())
        .temporaryBytes(limits.temporaryBytes())
        .openFiles(limits.openFiles())
        .build();
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }

  /** The word of an outcome in {@code expect}. */
  static String word(RunOutcome outcome) {
    return switch (outcome) {
      case RunOutcome.Finished _ -> "finished";
      case RunOutcome.Crashed _ -> "crashed";
      case RunOutcome.OutOfTime time ->
          time.clock() == RunOutcome.OutOfTime.Clock.CPU ? "cpu" : "wall";
      case RunOutcome.OutOfMemory _ -> "memory";
      case RunOutcome.TooMuchOutput _ -> "output";
      case RunOutcome.Forbidden _ -> "forbidden";
      case RunOutcome.Stopped _ -> "stopped";
    };
  }

  @Override
  public String toString() {
    return name + ": " + header.get("hostile");
  }
}
