package dev.codecsmith.service.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a disk has room for work. */
public final class DiskSpace {
  /** Less is too little for the clips and reconstructions of one experiment. */
  private static final long LEAST_FREE_BYTES = 1L << 30;

  private DiskSpace() {}

  /** Why there is no room below a folder, in a sentence; empty where there is. */
  public static Optional<String> reasonAgainst(Path folder) {
    try {
      long free = freeBytes(folder);
      return free < LEAST_FREE_BYTES
          ? Optional.of(
              "The disk below " + folder + " has " + (free >> 20) + " MiB free; 1 GiB is needed.")
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of("The folder " + folder + " cannot be looked at: " + e.getMessage() + ".");
    }
  }

  /**
   * Why there is no room below a folder for so many bytes more, in a sentence; empty if there is.
   */
  public static Optional<String> reasonAgainst(Path folder, long bytes) throws IOException {
    long free = freeBytes(folder);
    return free - bytes < LEAST_FREE_BYTES
        ? Optional.of(
            "For what is sent %d MiB are needed, but the disk below %s has %d MiB free, of which 1024 MiB are kept free: make room there."
                .formatted(bytes >> 20, folder, free >> 20))
        : Optional.empty();
  }

  /** What this user may still write there. */
  public static long freeBytes(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }
}
