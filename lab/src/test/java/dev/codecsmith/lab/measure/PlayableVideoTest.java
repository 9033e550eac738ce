package dev.codecsmith.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.video.ChromaFormat;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.clips.GeneratedClipSpec;
import dev.codecsmith.video.ffmpeg.VideoFiles;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayableVideoTest {
  private static final int FRAMES = 3;

  @TempDir private Path folder;

  private Clip clip(int width, int height, PixelFormat pixels) throws IOException {
    return new ClipCatalogue(folder.resolve("catalogue"))
        .generated(
            new GeneratedClipSpec(
                "moving",
                new VideoFormat(width, height, pixels, new Rational(25, 1)),
                FRAMES,
                7,
                List.of(SceneKind.LANDSCAPE)));
  }

  private Path played(Clip clip, int frames) throws IOException {
    Path file = folder.resolve("video");
    try (FrameReader reader = VideoFiles.open(clip.y4m());
        FrameTap video = new PlayableVideo(file, clip)) {
      for (int i = 0; i < frames; i++) {
        video.frame(reader.next().orElseThrow());
      }
    }
    return file;
  }

  private static void assertPlays(Path file, int width, int height) throws IOException {
    int frames = 0;
    try (FrameReader reader = VideoFiles.open(file)) {
      for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
        assertThat(frame.get().format().width()).isEqualTo(width);
        assertThat(frame.get().format().height()).isEqualTo(height);
        assertThat(frame.get().format().pixelFormat()).isEqualTo(PixelFormat.YUV420P);
        frames++;
      }
    }
    assertThat(frames).isEqualTo(FRAMES);
  }

  @Test
  void everyFrameIsThere() throws Exception {
    assertPlays(played(clip(64, 48, PixelFormat.YUV420P), FRAMES), 64, 48);
  }

  @Test
  void whatBrowsersCannotPlayIsMadePlayable() throws Exception {
    PixelFormat tenBits = new PixelFormat(ChromaFormat.YUV420, 10);
    assertPlays(played(clip(33, 19, tenBits), FRAMES), 34, 20);
  }

  @Test
  void aVideoThatLacksFramesIsGivenUp() throws Exception {
    Path file = played(clip(64, 48, PixelFormat.YUV420P), FRAMES - 1);
    assertThat(file.toFile().length()).as("no MP4 with its index").isLessThan(500);
  }
}
