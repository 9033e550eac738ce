package dev.codecsmith.sandbox.host;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears whole or not at all, also after a power cut, so that nobody takes half of one
 * for the whole: it is written beside its place and moved there by {@link #complete}.
 */
public final class AtomicFile implements AutoCloseable {
  private final Path file;
  private final Path part;

  private AtomicFile(Path file, Path part) {
    this.file = file;
    this.part = part;
  }

  /**
   * Begins a file.
   *
   * @throws IOException if its folder is not there
   */
  public static AtomicFile at(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("There is no folder " + folder + " to write " + file + " into.");
    }
    return new AtomicFile(file, file.resolveSibling("." + file.getFileName() + ".part"));
  }

  /** Writes a text whole, in UTF-8, also in an interrupted thread. */
  public static void write(Path file, String text) throws IOException {
    try (AtomicFile whole = at(file)) {
      // Not a channel: an interrupted thread would close it under the write.
      try (FileOutputStream out = new FileOutputStream(whole.part.toFile())) {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      }
      whole.complete();
    }
  }

  /** Where to write for now. */
  public Path part() {
    return part;
  }

  /**
   * Says that all was written: the file is on disk then, and takes the place of any of its name.
   */
  public void complete() throws IOException {
    Folders.sync(part);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(file.resolveSibling(".").normalize());
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(part);
  }
}
