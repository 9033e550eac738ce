package dev.codecsmith.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelFormatTest {

  @ParameterizedTest
  @CsvSource({
    "yuv420p, YUV420, 8, 420jpeg",
    "yuv422p, YUV422, 8, 422",
    "yuv444p, YUV444, 8, 444",
    "gray, YUV400, 8, mono",
    "yuv420p10le, YUV420, 10, 420p10",
    "yuv422p12le, YUV422, 12, 422p12",
    "yuv444p16le, YUV444, 16, 444p16",
    "yuv444p9le, YUV444, 9, 444p9",
    "gray10le, YUV400, 10, mono10",
    "gray16le, YUV400, 16, mono16",
  })
  void ffmpegAndY4mNamesGoBothWays(
      String name, ChromaFormat chroma, int depth, String colourSpace) {
    PixelFormat format = new PixelFormat(chroma, depth);
    assertThat(PixelFormat.ofFfmpegName(name)).isEqualTo(format);
    assertThat(format.ffmpegName()).isEqualTo(name);
    assertThat(PixelFormat.ofY4mColourSpace(colourSpace)).contains(format);
    assertThat(format.y4mColourSpace()).isEqualTo(colourSpace);
  }

  @ParameterizedTest
  @CsvSource({"yuvj420p, yuv420p", "yuvj444p, yuv444p", "yuv420p10, yuv420p10le"})
  void namesForTheSameSamplesAreAccepted(String alias, String name) {
    assertThat(PixelFormat.ofFfmpegName(alias)).isEqualTo(PixelFormat.ofFfmpegName(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"420", "420mpeg2", "420paldv"})
  void chromaSitingDoesNotChangeTheFormat(String colourSpace) {
    assertThat(PixelFormat.ofY4mColourSpace(colourSpace)).contains(PixelFormat.YUV420P);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"411", "444alpha", "420p8", "420p17", "mono8", "440", "", "420jpeg ", "J420"})
  void otherColourSpacesAreNone(String colourSpace) {
    assertThat(PixelFormat.ofY4mColourSpace(colourSpace)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb24", "nv12", "yuva420p", "yuv440p", "yuvj420p10le", "YUV420P", ""})
  void otherFfmpegNamesAreRefusedByName(String name) {
    assertThatThrownBy(() -> PixelFormat.ofFfmpegName(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @Test
  void bigEndianIsRefusedWithTheWayOut() {
    assertThatThrownBy(() -> PixelFormat.ofFfmpegName("yuv420p10be"))
        .hasMessageContaining("-pix_fmt yuv420p10le");
  }

  @Test
  void chromaOfOddSizesIsRoundedUp() {
    VideoFormat format = TestVideo.format(175, 143);
    assertThat(format.planeWidth(1)).isEqualTo(88);
    assertThat(format.planeHeight(2)).isEqualTo(72);
    assertThat(format.frameBytes()).isEqualTo(175 * 143 + 2 * 88 * 72);
    assertThat(format.describe()).isEqualTo("175x143 yuv420p 30000/1001 fps");
  }

  @Test
  void sizesAndRatesAreReadFromText() {
    Rational rate = Rational.parse("50/2");
    assertThat(rate).isEqualTo(new Rational(25, 1)).hasToString("25");
    assertThat(VideoFormat.ofSize("576x324", PixelFormat.YUV420P, rate).width()).isEqualTo(576);
    assertThatThrownBy(() -> VideoFormat.ofSize("576*324", PixelFormat.YUV420P, rate))
        .hasMessageContaining("\"576*324\"");
    assertThatThrownBy(() -> Rational.parse("25fps")).hasMessageContaining("\"25fps\"");
    assertThatThrownBy(() -> Rational.parse("0/1")).hasMessageContaining("0/1");
  }
}
