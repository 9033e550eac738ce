package dev.codecsmith.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.video.y4m.Y4mReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EvenPaddingTest {

  private static FrameReader reader(VideoFormat format, List<Frame> frames) throws IOException {
    return Y4mReader.open(new ByteArrayInputStream(TestVideo.y4m(format, frames)));
  }

  @Property(seed = "1", tries = 200)
  void croppingUndoesPadding(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll ChromaFormat chroma,
      @ForAll @IntRange(min = 8, max = 16) int depth,
      @ForAll long seed)
      throws IOException {
    VideoFormat format =
        new VideoFormat(width, height, new PixelFormat(chroma, depth), TestVideo.RATE);
    List<Frame> frames = TestVideo.frames(format, 2, seed);
    try (FrameReader padded = EvenPadding.pad(reader(format, frames));
        FrameReader cropped = EvenPadding.crop(padded, format)) {
      assertThat(padded.format().width() % 2 + padded.format().height() % 2).isZero();
      assertThat(cropped.format()).isEqualTo(format);
      for (Frame frame : frames) {
        Frame back = cropped.next().orElseThrow();
        assertThat(back.index()).isEqualTo(frame.index());
        assertThat(back.toByteArray()).isEqualTo(frame.toByteArray());
      }
      assertThat(cropped.next()).isEmpty();
    }
  }

  @Test
  void lastColumnAndRowAreRepeated() throws IOException {
    VideoFormat format =
        new VideoFormat(3, 3, new PixelFormat(ChromaFormat.YUV422, 8), TestVideo.RATE);
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26};
    byte[] even = {
      1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 7, 8, 9, 9,
      11, 12, 13, 14, 15, 16, 15, 16, 21, 22, 23, 24, 25, 26, 25, 26
    };
    try (FrameReader padded =
        EvenPadding.pad(reader(format, List.of(Frame.copyOf(0, format, bytes))))) {
      assertThat(padded.next().orElseThrow().toByteArray()).isEqualTo(even);
    }
  }

  @Test
  void chromaOf420StaysAsItIs() throws IOException {
    VideoFormat format = TestVideo.format(175, 143);
    Frame frame = TestVideo.frames(format, 1, 5).getFirst();
    try (FrameReader padded = EvenPadding.pad(reader(format, List.of(frame)))) {
      assertThat(padded.format().geometry()).isEqualTo("176x144 yuv420p");
      Frame even = padded.next().orElseThrow();
      assertThat(even.plane(1).mismatch(frame.plane(1))).isEqualTo(-1);
      assertThat(even.plane(2).mismatch(frame.plane(2))).isEqualTo(-1);
    }
  }

  @Test
  void framesThatWereNotPaddedSoAreRefused() throws IOException {
    try (FrameReader reader = reader(TestVideo.format(16, 16), List.of())) {
      assertThatThrownBy(() -> EvenPadding.crop(reader, TestVideo.format(13, 16)))
          .hasMessage("Frames of 16x16 yuv420p are no padded frames of 13x16 yuv420p.");
    }
  }
}
