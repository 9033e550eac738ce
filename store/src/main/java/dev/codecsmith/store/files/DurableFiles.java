package dev.codecsmith.store.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there after a power cut once they were written. */
public final class DurableFiles {
  private DurableFiles() {}

  /**
   * Writes a small file; whoever reads it finds the text before or this one, whole.
   *
   * @param file in a folder that is there; beside it a file of its name with {@code .new} behind it
   *     is written over
   */
  public static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    // Not a channel: an interrupted thread would close it under the write.
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    forceFolder(file.resolveSibling(".").normalize());
  }

  /** Writes a folder's entries to disk; an interrupt waits until that is done. */
  public static void forceFolder(Path folder) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
