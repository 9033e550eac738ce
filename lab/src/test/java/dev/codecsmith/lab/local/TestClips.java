package dev.codecsmith.lab.local;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Small generated clips. */
public final class TestClips {
  private TestClips() {}

  public static Clip moving(Path folder, String name, int width, int height, int frames)
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
