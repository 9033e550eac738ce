package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.Clip;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.Y4mWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The first two frames of a clip, which find most faults of a program in a second. */
final class SmokeClip {
  private static final int FRAMES = 2;

  private SmokeClip() {}

  static Clip of(Clip clip, WorkFolder folder) throws InfrastructureException {
    if (clip.frames() <= FRAMES) {
      return clip;
    }
    Path file = folder.newFile();
    try (FrameReader reader = clip.open();
        Y4mWriter writer =
            new Y4mWriter(new BufferedOutputStream(Files.newOutputStream(file)), reader.format())) {
      for (int i = 0; i < FRAMES; i++) {
        Optional<Frame> frame = reader.next();
        if (frame.isEmpty()) {
          throw new IOException("it has fewer frames than when it was added");
        }
        writer.write(frame.get());
      }
    } catch (IOException e) {
      throw new InfrastructureException(
          "Cannot cut two frames from the clip " + clip.name() + ": " + e.getMessage() + ".", e);
    }
    return new Clip(clip.name() + "-smoke", file, clip.format(), FRAMES, clip.sha256());
  }
}
