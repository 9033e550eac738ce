package dev.codecsmith.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A built program.
 *
 * @param program its sources
 * @param directory the folder with all that it needs beside its toolchain
 * @param size of that folder's files and their names, compressed; reported beside the rate
 */
public record BuiltProgram(Program program, Path directory, ProgramSize size) {

  /**
   * The same from copies of its files, so that what the kernel remembers of a file does not reach
   * from one run to the next.
   *
   * @param copies an empty folder that receives them
   */
  public BuiltProgram copiedTo(Path copies) throws IOException {
    Path from = ProgramFiles.program(directory);
    Path to = ProgramFiles.program(copies);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(file));
      }
    }
    return new BuiltProgram(program, copies, size);
  }
}
