package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.sandbox.program.ProgramSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A built program.
 *
 * @param program its sources, as they were asked for
 * @param programSha256 what was built in fact, see {@link BuildResult#programSha256()}
 * @param directory the folder with all that it needs beside its toolchain
 * @param size of that folder's files and their names, compressed; reported beside the rate
 * @param contentSha256 over the files that runs see, as the build left them
 */
public record BuiltProgram(
    Program program, String programSha256, Path directory, ProgramSize size, String contentSha256) {

  /** A program whose build has just left its files. */
  public static BuiltProgram justBuilt(
      Program program, String programSha256, Path directory, ProgramSize size)
      throws InfrastructureException {
    return new BuiltProgram(program, programSha256, directory, size, content(directory));
  }

  /** Whether the files that runs see are those that the build left. */
  public boolean isUnchanged() throws InfrastructureException {
    return content(directory).equals(contentSha256);
  }

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
    return new BuiltProgram(program, programSha256, copies, size, contentSha256);
  }

  private static String content(Path directory) throws InfrastructureException {
    return Program.sha256("", "", ProgramFiles.read(ProgramFiles.program(directory)));
  }
}
