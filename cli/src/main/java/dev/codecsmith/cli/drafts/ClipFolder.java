package dev.codecsmith.cli.drafts;

import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The search clips as files of an agent's folder. They are copies: what the agent does to them does
 * nothing to the campaign's, and a link would show where held-out clips lie.
 */
final class ClipFolder {
  /** Where clips are larger than this together, an agent measures by the campaign alone. */
  private static final long MOST_BYTES = 2L << 30;

  private ClipFolder() {}

  static void fill(Path workspace, List<Clip> clips) throws IOException {
    Path folder = Files.createDirectory(workspace.resolve("clips"));
    long left = MOST_BYTES;
    for (Clip clip : clips) {
      left -= clip.fileBytes();
      if (left < 0) {
        Files.writeString(
            folder.resolve("README.md"),
            "Clips from %s on are not here: all together they have more than %d MiB.\n"
                .formatted(clip.name(), MOST_BYTES >> 20));
        return;
      }
      Path file = Files.copy(clip.y4m(), folder.resolve(clip.name() + ".y4m"));
      if (!file.toFile().setReadOnly()) {
        throw new IOException(file + " cannot be made read-only");
      }
    }
  }
}
