package dev.codecsmith.dashboard.downloads;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** A folder as a zip file whose files keep their rights, so that what runs still runs. */
final class ZipOfFolder {
  private ZipOfFolder() {}

  /**
   * Writes it.
   *
   * @param zip is not there yet
   * @param name of the folder in it
   */
  static void write(Path folder, Path zip, String name) throws IOException {
    Map<String, String> posix = Map.of("create", "true", "enablePosixFileAttributes", "true");
    try (FileSystem files = FileSystems.newFileSystem(zip, posix);
        Stream<Path> all = Files.walk(folder)) {
      Path root = files.getPath(name);
      for (Path each : (Iterable<Path>) all::iterator) {
        Path target = root.resolve(folder.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
        Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(each));
      }
    }
  }
}
