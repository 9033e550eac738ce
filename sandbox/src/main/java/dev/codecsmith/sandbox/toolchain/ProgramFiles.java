package dev.codecsmith.sandbox.toolchain;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Mount;
import dev.codecsmith.sandbox.program.Program;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The folders of a program that is built: its sources, and what it becomes. */
public final class ProgramFiles {
  /** Where a compiler sees the sources. */
  static final String SOURCES_INSIDE = "/src";

  /** Where a run sees the built program. */
  public static final String PROGRAM_INSIDE = "/program";

  /** Where a run sees the clip. */
  public static final String CLIP_INSIDE = "/in/source.y4m";

  /** Where a run sees the bitstream. */
  public static final String BITSTREAM_INSIDE = "/in/bitstream";

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-r--r--");

  private ProgramFiles() {}

  static Path sources(Path directory) {
    return directory.resolve("src");
  }

  public static Path program(Path directory) {
    return directory.resolve("program");
  }

  public static Mount mount(BuiltProgram program) {
    return Mount.readOnly(program(program.directory()), PROGRAM_INSIDE);
  }

  /**
   * Lets every user read a folder and what lies below, whatever this process's umask is: programs
   * run as users of their own. Folders above stay as they are.
   */
  public static void openToAll(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path each : (Iterable<Path>) walk::iterator) {
        boolean executable = Files.isDirectory(each) || isProgram(each);
        Files.setPosixFilePermissions(each, executable ? FOLDER : FILE);
      }
    }
  }

  private static boolean isProgram(Path file) throws IOException {
    return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /** The files below a folder, by their path in it with forward slashes. */
  static SortedMap<String, byte[]> read(Path folder) throws InfrastructureException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(
            folder.relativize(file).toString().replace(File.separatorChar, '/'),
            Files.readAllBytes(file));
      }
      return files;
    } catch (IOException e) {
      throw new InfrastructureException("The program cannot be read: " + e.getMessage(), e);
    }
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
      openToAll(folder);
    } catch (IOException e) {
      throw new InfrastructureException("The program cannot be written: " + e.getMessage(), e);
    }
  }
}
