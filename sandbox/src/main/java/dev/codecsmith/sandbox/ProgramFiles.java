package dev.codecsmith.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/** The folders of a program that is built: its sources, and what it becomes. */
final class ProgramFiles {
  /** Where a compiler sees the sources. */
  static final String SOURCES_INSIDE = "/src";

  /** Where a run sees the built program. */
  static final String PROGRAM_INSIDE = "/program";

  /** Where a run sees the clip. */
  static final String CLIP_INSIDE = "/in/source.y4m";

  /** Where a run sees the bitstream. */
  static final String BITSTREAM_INSIDE = "/in/bitstream";

  private ProgramFiles() {}

  static Path sources(Path directory) {
    return directory.resolve("src");
  }

  static Path program(Path directory) {
    return directory.resolve("program");
  }

  static Mount mount(BuiltProgram program) {
    return Mount.readOnly(program(program.directory()), PROGRAM_INSIDE);
  }

  /** Writes those of the program's files that {@code wanted} accepts by their path. */
  static void write(Program program, Path folder, Predicate<String> wanted)
      throws InfrastructureException {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : program.files().entrySet()) {
        if (wanted.test(file.getKey())) {
          Path path = folder.resolve(file.getKey());
          Files.createDirectories(path.resolve("..").normalize());
          Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
      }
    } catch (IOException e) {
      throw new InfrastructureException("The program cannot be written: " + e.getMessage(), e);
    }
  }
}
