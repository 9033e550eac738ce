package dev.codecsmith.cli;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.ClipGenerator;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.scenes.SceneKind;
import dev.codecsmith.video.y4m.Y4mWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Small clips as files. */
public final class TestFootage {
  private TestFootage() {}

  public static void write(Path file, int width, int height, int frames) throws IOException {
    write(file, width, height, frames, PixelFormat.YUV420P);
  }

  public static void write(Path file, int width, int height, int frames, PixelFormat pixels)
      throws IOException {
    GeneratedClipSpec spec =
        new GeneratedClipSpec(
            "test",
            new VideoFormat(width, height, pixels, new Rational(25, 1)),
            frames,
            5,
            List.of(SceneKind.LANDSCAPE));
    try (FrameReader reader = new ClipGenerator(spec).reader();
        Y4mWriter writer = new Y4mWriter(Files.newOutputStream(file), spec.format())) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        writer.write(frame.get());
      }
    }
  }
}
