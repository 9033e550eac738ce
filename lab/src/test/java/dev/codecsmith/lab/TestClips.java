package dev.codecsmith.lab;

import dev.codecsmith.video.Clip;
import dev.codecsmith.video.ClipCatalogue;
import dev.codecsmith.video.GeneratedClipSpec;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Small generated clips. */
final class TestClips {
  private TestClips() {}

  static Clip moving(Path folder, String name, int width, int height, int frames)
      throws IOException {
    return new ClipCatalogue(folder.resolve("catalogue"))
        .generated(
            new GeneratedClipSpec(
                name,
                new VideoFormat(width, height, PixelFormat.YUV420P, new Rational(25, 1)),
                frames,
                7,
                List.of(SceneKind.LANDSCAPE)));
  }
}
