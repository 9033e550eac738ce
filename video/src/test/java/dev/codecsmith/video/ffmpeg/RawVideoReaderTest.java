package dev.codecsmith.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawVideoReaderTest {
  private static final VideoFormat FORMAT =
      VideoFormat.ofSize("7x5", PixelFormat.ofFfmpegName("yuv420p10le"), TestVideo.RATE);

  @TempDir Path directory;

  @Test
  void framesFollowOneAnother() throws IOException {
    byte[] bytes = new byte[(int) FORMAT.frameBytes() * 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    Path file = Files.write(directory.resolve("a.yuv"), bytes);
    try (RawVideoReader reader = RawVideoReader.open(file, FORMAT)) {
      assertThat(reader.frameCount()).isEqualTo(3);
      assertThat(TestVideo.samples(reader)).isEqualTo(bytes);
    }
  }

  @Test
  void noWholeNumberOfFramesIsOneSentenceWithTheSizes() throws IOException {
    Path file = Files.write(directory.resolve("a.yuv"), new byte[300]);
    assertThat(FORMAT.frameBytes()).isEqualTo(118);
    assertThatThrownBy(() -> RawVideoReader.open(file, FORMAT))
        .isInstanceOf(VideoFormatException.class)
        .hasMessage(
            file
                + " has 300 bytes, which is no whole number of frames: a frame of 7x5 yuv420p10le has"
                + " 118 bytes, so there are 2 frames and 64 bytes over. Check the size and the pixel"
                + " format.");
  }

  @Test
  void missingAndEmptyFilesAreNamed() throws IOException {
    Path empty = Files.createFile(directory.resolve("e.yuv"));
    assertThatThrownBy(() -> RawVideoReader.open(empty, FORMAT)).hasMessage(empty + " is empty.");
    Path missing = directory.resolve("m.yuv");
    assertThatThrownBy(() -> RawVideoReader.open(missing, FORMAT))
        .hasMessage("There is no file " + missing + ".");
  }

  @Test
  void goldenFilesHaveTheirFrames() throws IOException {
    Path file = TestVideo.shared("golden/src01_hrc00_576x324.yuv420p10le.yuv");
    VideoFormat format =
        VideoFormat.ofSize("576x324", PixelFormat.ofFfmpegName("yuv420p10le"), TestVideo.RATE);
    try (RawVideoReader reader = RawVideoReader.open(file, format)) {
      assertThat(TestVideo.count(reader)).isEqualTo(3);
    }
  }
}
