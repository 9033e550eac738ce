package dev.codecsmith.cli.doctor;

import dev.codecsmith.sandbox.host.Folders;
import dev.codecsmith.sandbox.host.TemporaryFolders;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A folder in which {@code doctor} tries things: where the data folder is or would be, so that the
 * attempts meet what a campaign would meet there. Removed at the end.
 */
final class DoctorScratch implements AutoCloseable {
  private static final int SMALL_FILES = 64;
  private static final int SMALL_BYTES = 1 << 16;

  private final Path folder;

  private DoctorScratch(Path folder) {
    this.folder = folder;
  }

  /** The nearest folder that exists, of the data folder and those above it. */
  static Path nearest(Path data) throws IOException {
    if (Files.exists(data) && !Files.isDirectory(data)) {
      throw new IOException(data + " is a file, not a folder. Choose a folder with --data.");
    }
    Path existing = data.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  /**
   * Makes one on the file system of the data folder.
   *
   * @throws IOException with a sentence if nothing can be written there
   */
  static DoctorScratch on(Path data) throws IOException {
    Path existing = nearest(data);
    try {
      return new DoctorScratch(Files.createTempDirectory(existing, ".codecsmith-doctor-"));
    } catch (IOException e) {
      throw unwritable(existing, e);
    }
  }

  /** Makes one anywhere, for what can be tried where the data folder cannot be written. */
  static DoctorScratch elsewhere() throws IOException {
    return new DoctorScratch(TemporaryFolders.create("doctor"));
  }

  Path folder() {
    return folder;
  }

  /**
   * Writes as many files as a first experiment does, so that a full disk, a quota and a lack of
   * inodes show now.
   */
  void fill() throws IOException {
    try {
      for (int i = 0; i < SMALL_FILES; i++) {
        Files.write(folder.resolve("file" + i), new byte[SMALL_BYTES]);
      }
    } catch (IOException e) {
      throw unwritable(folder.resolveSibling(""), e);
    }
  }

  /** Makes, finds and removes a file whose name is not ASCII. */
  String tryAName() throws IOException {
    String name = "größe-名前-½";
    try {
      Path file = Files.writeString(folder.resolve(name), name);
      try (var files = Files.newDirectoryStream(folder)) {
        for (Path each : files) {
          if (each.equals(file) && Files.readString(each).equals(name)) {
            return "a file named " + name + " is found again";
          }
        }
      }
      throw new IOException(
          "The file system of "
              + folder
              + " changes the names of files: "
              + name
              + " is not there"
              + " under its name.");
    } catch (InvalidPathException e) {
      throw new IOException(
          "Files whose names have other letters than ASCII cannot be found, because Java was"
              + " started with the charset "
              + System.getProperty("sun.jnu.encoding")
              + ". Start with ./codecsmith, or set LC_ALL=C.UTF-8.",
          e);
    }
  }

  private static IOException unwritable(Path where, IOException cause) {
    String reason =
        cause instanceof FileSystemException fault && fault.getReason() != null
            ? fault.getReason()
            : cause instanceof FileSystemException
                ? "permission denied"
                : String.valueOf(cause.getMessage());
    return new IOException(
        "Nothing can be written in "
            + where
            + ": "
            + reason
            + ". Check permissions, free space (df), free inodes (df -i), quota and mount options,"
            + " or choose another folder with --data.",
        cause);
  }

  @Override
  public void close() {
    Folders.remove(folder);
  }
}
