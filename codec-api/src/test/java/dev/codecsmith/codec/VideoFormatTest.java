package dev.codecsmith.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VideoFormatTest {

  @ParameterizedTest
  @CsvSource({
    "YUV400, 175, 143, 1, 0, 0",
    "YUV420, 175, 143, 3, 88, 72",
    "YUV422, 175, 143, 3, 88, 143",
    "YUV444, 175, 143, 3, 175, 143",
    "YUV420, 1, 1, 3, 1, 1",
    "YUV420, 176, 144, 3, 88, 72"
  })
  void chromaIsRoundedUp(ChromaFormat chroma, int width, int height, int planes, int cw, int ch) {
    VideoFormat format = new VideoFormat(width, height, 25, 1, chroma, 8);
    Frame frame = new Frame(format);

    assertThat(format.planes()).isEqualTo(planes);
    assertThat(frame.plane(0)).hasSize(width * height);
    if (planes == 3) {
      assertThat(frame.width(2)).isEqualTo(cw);
      assertThat(frame.height(2)).isEqualTo(ch);
      assertThat(frame.plane(1)).hasSize(cw * ch);
    } else {
      assertThatThrownBy(() -> format.planeWidth(1)).hasMessageContaining("Plane 1 of YUV400");
    }
  }

  @ParameterizedTest
  @EnumSource(ChromaFormat.class)
  void aChromaFormatSurvivesItsId(ChromaFormat chroma) {
    assertThat(ChromaFormat.ofId(chroma.id())).isEqualTo(chroma);
  }

  @Test
  void aDamagedHeaderIsStoppedBeforeItAllocates() {
    assertThatThrownBy(() -> new VideoFormat(65535, 65535, 25, 1, ChromaFormat.YUV420, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65535x65535");
    assertThatThrownBy(() -> new VideoFormat(16, 0, 25, 1, ChromaFormat.YUV420, 8))
        .hasMessageContaining("16x0");
    assertThatThrownBy(() -> new VideoFormat(16, 16, 25, 0, ChromaFormat.YUV420, 8))
        .hasMessageContaining("25/0");
    assertThatThrownBy(() -> new VideoFormat(16, 16, 25, 1, ChromaFormat.YUV420, 17))
        .hasMessageContaining("17");
    assertThatThrownBy(() -> ChromaFormat.ofId(4)).hasMessageContaining("4");
  }

  @Test
  void formatsAreEqualOnlyInEveryComponent() {
    VideoFormat format = new VideoFormat(16, 8, 30000, 1001, ChromaFormat.YUV420, 10);

    assertThat(format).isEqualTo(new VideoFormat(16, 8, 30000, 1001, ChromaFormat.YUV420, 10));
    assertThat(format)
        .hasSameHashCodeAs(new VideoFormat(16, 8, 30000, 1001, ChromaFormat.YUV420, 10));
    assertThat(format).isNotEqualTo(new VideoFormat(8, 8, 30000, 1001, ChromaFormat.YUV420, 10));
    assertThat(format).isNotEqualTo(new VideoFormat(16, 16, 30000, 1001, ChromaFormat.YUV420, 10));
    assertThat(format).isNotEqualTo(new VideoFormat(16, 8, 30, 1001, ChromaFormat.YUV420, 10));
    assertThat(format).isNotEqualTo(new VideoFormat(16, 8, 30000, 1, ChromaFormat.YUV420, 10));
    assertThat(format).isNotEqualTo(new VideoFormat(16, 8, 30000, 1001, ChromaFormat.YUV422, 10));
    assertThat(format).isNotEqualTo(new VideoFormat(16, 8, 30000, 1001, ChromaFormat.YUV420, 8));
    assertThat(format).hasToString("16x8 YUV420 10-bit 30000/1001 fps");
  }

  @Test
  void samplesAreUnsignedInEveryDepth() {
    Frame frame = new Frame(new VideoFormat(3, 2, 25, 1, ChromaFormat.YUV444, 16));
    frame.set(1, 2, 1, 65535);

    assertThat(frame.get(1, 2, 1)).isEqualTo(65535);
    assertThat(frame.getClamped(1, 9, 9)).isEqualTo(65535);
    assertThat(frame.getClamped(1, -1, -1)).isZero();
    assertThat(frame.plane(1)[1 * 3 + 2] & 0xFFFF).isEqualTo(65535);
    assertThatThrownBy(() -> frame.set(0, 0, 0, 65536)).hasMessageContaining("65536");
    assertThatThrownBy(() -> frame.get(0, 3, 0)).hasMessageContaining("(3, 0) of plane 0");
  }

  @Test
  void copiedFrameSharesNothing() {
    Frame source = new Frame(new VideoFormat(3, 2, 25, 1, ChromaFormat.YUV420, 8));
    source.set(2, 1, 0, 77);
    Frame copy = new Frame(source.format());
    copy.copyFrom(source);
    source.set(2, 1, 0, 1);

    assertThat(copy.get(2, 1, 0)).isEqualTo(77);
    Frame other = new Frame(new VideoFormat(4, 2, 25, 1, ChromaFormat.YUV420, 8));
    assertThatThrownBy(() -> other.copyFrom(source)).isInstanceOf(IllegalArgumentException.class);
  }
}
