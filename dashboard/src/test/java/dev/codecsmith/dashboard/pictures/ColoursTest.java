package dev.codecsmith.dashboard.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.video.ChromaFormat;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ColoursTest {
  private static VideoFormat format(PixelFormat pixels) {
    return new VideoFormat(6, 4, pixels, new Rational(25, 1));
  }

  /** Of one colour. */
  private static Frame frame(VideoFormat format, int... sample) {
    byte[] bytes = new byte[(int) format.frameBytes()];
    int from = 0;
    for (int plane = 0; plane < format.planes(); plane++) {
      int to = from + (int) format.planeBytes(plane);
      Arrays.fill(bytes, from, to, (byte) sample[plane]);
      from = to;
    }
    return Frame.copyOf(0, format, bytes);
  }

  private static String rgb(Colours colours, Frame frame, int x, int y) {
    return "%06X".formatted(colours.picture(frame).getRGB(x, y) & 0xFFFFFF);
  }

  /** As ffmpeg converts them, to within a step. */
  @ParameterizedTest
  @CsvSource({
    "BT601, 16, 128, 128, 000000",
    "BT601, 235, 128, 128, FFFFFF",
    "BT601, 81, 90, 240, FE0000",
    "BT601, 145, 54, 34, 00FF01",
    "BT601, 41, 240, 110, 0000FF",
    "BT709, 63, 102, 240, FF0100",
    "BT709, 173, 42, 26, 00FF00",
    "BT601, 0, 128, 128, 000000",
  })
  void samplesAreTheColoursOfTheirMatrix(Colours colours, int y, int cb, int cr, String rgb) {
    Frame frame = frame(format(PixelFormat.YUV420P), y, cb, cr);
    int found = Integer.parseInt(rgb(colours, frame, 2, 2), 16);
    int expected = Integer.parseInt(rgb, 16);
    for (int shift = 0; shift <= 16; shift += 8) {
      assertThat((found >> shift & 0xFF) - (expected >> shift & 0xFF)).isBetween(-1, 1);
    }
  }

  @Test
  void standardDefinitionIsOfBt601AndHighDefinitionOfBt709() {
    assertThat(Colours.of(format(PixelFormat.YUV420P))).isEqualTo(Colours.BT601);
    VideoFormat high = new VideoFormat(1280, 720, PixelFormat.YUV420P, new Rational(25, 1));
    assertThat(Colours.of(high)).isEqualTo(Colours.BT709);
  }

  @ParameterizedTest
  @EnumSource(ChromaFormat.class)
  void everyChromaFormatGivesTheSameGrey(ChromaFormat chroma) {
    Frame frame = frame(format(new PixelFormat(chroma, 8)), 126, 128, 128);
    assertThat(rgb(Colours.BT601, frame, 5, 3)).isEqualTo("808080");
  }

  @Test
  void moreBitsAreTheSameColour() {
    VideoFormat format = format(new PixelFormat(ChromaFormat.YUV420, 10));
    byte[] bytes = new byte[(int) format.frameBytes()];
    for (int i = 0; i < bytes.length; i += 2) {
      int value = 4 * (i < format.planeBytes(0) ? 126 : 128);
      bytes[i] = (byte) value;
      bytes[i + 1] = (byte) (value >> 8);
    }
    assertThat(rgb(Colours.BT601, Frame.copyOf(0, format, bytes), 1, 1)).isEqualTo("808080");
  }

  @Test
  void chromaGoesInAStraightLineFromOneSampleToTheNext() {
    VideoFormat format = format(PixelFormat.YUV420P);
    byte[] bytes = frame(format, 126, 128, 128).toByteArray();
    // The second of three columns of Cr.
    bytes[24 + 6 + 1] = (byte) 168;
    bytes[24 + 6 + 4] = (byte) 168;
    PlaneSamples cr = PlaneSamples.chroma(Frame.copyOf(0, format, bytes), 2);
    assertThat(Arrays.copyOf(cr.values(), 6))
        .containsExactly(16 * 128, 16 * 138, 16 * 158, 16 * 158, 16 * 138, 16 * 128);
  }
}
