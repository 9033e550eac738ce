package dev.codecsmith.lab.local;

import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes sure, before a program runs, that its bitstreams cannot fill the disk. */
final class FreeSpace {
  private static final long RESERVE_BYTES = 256 * Limits.MEBIBYTE;

  /** Four points, each in the work folder and among the artifacts. */
  private static final int COPIES = 8;

  private FreeSpace() {}

  static void check(Path directory, EvaluationSettings settings) throws InfrastructureException {
    long needed = RESERVE_BYTES;
    for (Clip clip : settings.clips()) {
      needed += COPIES * clip.format().frameBytes() * clip.frames();
    }
    long usable;
    try {
      Files.createDirectories(directory);
      usable = Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new InfrastructureException(
          "The free space of " + directory + " cannot be read: " + e.getMessage() + ".", e);
    }
    if (usable < needed) {
      throw new InfrastructureException(
          "The disk of "
              + directory
              + " has "
              + usable / Limits.MEBIBYTE
              + " MiB free and an experiment on these clips may need "
              + needed / Limits.MEBIBYTE
              + " MiB: free some, or use another --data.");
    }
  }
}
