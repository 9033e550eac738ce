package dev.codecsmith.lab.clips;

import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A clip's file whose SHA-256 was found to be the clip's, and what the file says of itself.
 *
 * @param file the Y4M file
 * @param state its size and time when it was read
 * @param format geometry and frame rate, by its header
 * @param frames how many there are
 */
record VerifiedClip(Path file, State state, VideoFormat format, int frames) {
  private record State(long bytes, FileTime modified) {
    static State of(Path file) throws IOException {
      return new State(Files.size(file), Files.getLastModifiedTime(file));
    }
  }

  /**
   * Reads all of a file.
   *
   * @throws VideoFormatException if it is missing, has another hash than the clip, or is no whole
   *     Y4M file
   */
  static VerifiedClip read(ClipReference reference, Path file) throws IOException {
    Clip clip = reference.in(file);
    State before = Files.exists(file) ? State.of(file) : new State(0, FileTime.fromMillis(0));
    clip.verify();
    try (Y4mReader reader = Y4mReader.open(file)) {
      int frames = 0;
      while (reader.next().isPresent()) {
        frames++;
      }
      return new VerifiedClip(file, before, reader.format(), frames);
    }
  }

  /** Whether the file may be another than the one that was read. */
  boolean hasChanged() throws IOException {
    return !Files.exists(file) || !State.of(file).equals(state);
  }

  /**
   * Makes sure that a job speaks of this clip.
   *
   * @throws VideoFormatException if it says another geometry, frame rate or number of frames
   */
  void requireToBe(ClipReference reference) throws VideoFormatException {
    Clip announced = reference.in(file);
    if (!announced.format().equals(format) || announced.frames() != frames) {
      throw new VideoFormatException(
          "The clip "
              + announced.describe()
              + " was announced, but the file of that SHA-256 has "
              + format.describe()
              + " and "
              + frames
              + " frames; add the clip again where the campaign runs.");
    }
  }
}
