package dev.codecsmith.codec.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Y4mTest {

  @Property(seed = "4711", tries = 60)
  void whatIsWrittenIsRead(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 150) int height,
      @ForAll ChromaFormat chroma,
      @ForAll @IntRange(min = 8, max = 16) int bitDepth)
      throws IOException {
    VideoFormat format = new VideoFormat(width, height, 30000, 1001, chroma, bitDepth);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Y4mFrameWriter writer = new Y4mFrameWriter(file);
    writer.start(format);
    Frame[] written = {noise(format, 1), noise(format, 2)};
    writer.write(written[0]);
    writer.write(written[1]);

    Y4mFrameReader reader = reader(file.toByteArray());
    assertThat(reader.format()).isEqualTo(format);
    Frame frame = new Frame(format);
    for (Frame expected : written) {
      assertThat(reader.read(frame)).isTrue();
      for (int p = 0; p < format.planes(); p++) {
        assertThat(frame.plane(p)).isEqualTo(expected.plane(p));
      }
    }
    assertThat(reader.read(frame)).isFalse();
    assertThat(reader.read(frame)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', YUV420, 8",
    "' C420jpeg', YUV420, 8",
    "' C420mpeg2', YUV420, 8",
    "' C420paldv', YUV420, 8",
    "' C420p10 XYSCSS=420P10', YUV420, 10",
    "' C422', YUV422, 8",
    "' C444p12', YUV444, 12",
    "' Cmono', YUV400, 8",
    "' Cmono9', YUV400, 9"
  })
  void chromaTagsAreUnderstood(String tag, ChromaFormat chroma, int bitDepth) throws IOException {
    assertThat(header("YUV4MPEG2 W3 H2 F25:1 Ip A1:1" + tag))
        .isEqualTo(new VideoFormat(3, 2, 25, 1, chroma, bitDepth));
  }

  @ParameterizedTest
  @CsvSource({
    "MPEG4 W3 H2 F25:1, does not begin with YUV4MPEG2",
    "YUV4MPEG2 H2 F25:1, 0x2",
    "YUV4MPEG2 W3 H2, names no frame rate",
    "YUV4MPEG2 W3 H2 F0:0, 0/0",
    "YUV4MPEG2 Wx H2 F25:1, 'has x in its header'",
    "YUV4MPEG2 W3 H2 F25:1 C411, chroma format 411",
    "YUV4MPEG2 W3 H2 F25:1 C444alpha, chroma format 444alpha"
  })
  void aHeaderThatCannotBeUsedIsNamed(String header, String message) {
    assertThatThrownBy(() -> header(header))
        .isInstanceOf(WrongUseException.class)
        .hasMessageContaining("clip.y4m")
        .hasMessageContaining(message);
  }

  @Test
  void aSourceThatEndsInsideAFrameIsAnError() throws IOException {
    byte[] file = "YUV4MPEG2 W2 H2 F25:1\nFRAME\n12345".getBytes(StandardCharsets.ISO_8859_1);
    Y4mFrameReader reader = reader(file);

    assertThatThrownBy(() -> reader.read(new Frame(reader.format())))
        .hasMessageContaining("ends in the middle of frame 0");
  }

  @Test
  void aFrameOfAnotherFormatIsNotFilled() throws IOException {
    Y4mFrameReader reader =
        reader("YUV4MPEG2 W2 H2 F25:1\nFRAME\n123456".getBytes(StandardCharsets.ISO_8859_1));
    Frame other = new Frame(new VideoFormat(2, 4, 25, 1, ChromaFormat.YUV420, 8));

    assertThatThrownBy(() -> reader.read(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2x4")
        .hasMessageContaining("2x2");
  }

  @Test
  void theWriterHoldsTheDecoderToTheOrderOfCalls() throws IOException {
    VideoFormat format = new VideoFormat(2, 2, 25, 1, ChromaFormat.YUV420, 8);
    Y4mFrameWriter writer = new Y4mFrameWriter(new ByteArrayOutputStream());

    assertThatThrownBy(() -> writer.write(new Frame(format)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before FrameWriter.start");
    assertThatThrownBy(writer::finish).hasMessageContaining("without having called");
    writer.start(format);
    assertThatThrownBy(() -> writer.start(format))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("called twice");
    assertThatThrownBy(writer::finish).hasMessageContaining("without having written a frame");
    Frame other = new Frame(new VideoFormat(2, 2, 30, 1, ChromaFormat.YUV420, 8));
    assertThatThrownBy(() -> writer.write(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("30/1")
        .hasMessageContaining("25/1");
  }

  @ParameterizedTest
  @CsvSource({"8, 256", "8, -1", "10, 1024"})
  void aSampleOutsideTheDepthIsNamed(int bitDepth, int value) throws IOException {
    VideoFormat format = new VideoFormat(5, 4, 25, 1, ChromaFormat.YUV444, bitDepth);
    Y4mFrameWriter writer = new Y4mFrameWriter(new ByteArrayOutputStream());
    writer.start(format);
    Frame frame = new Frame(format);
    frame.plane(2)[2 * 5 + 3] = (short) value;

    assertThatThrownBy(() -> writer.write(frame))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Frame 0, plane 2, sample (3, 2) is " + value);
  }

  private static VideoFormat header(String header) throws IOException {
    return reader((header + "\n").getBytes(StandardCharsets.ISO_8859_1)).format();
  }

  private static Y4mFrameReader reader(byte[] file) throws IOException {
    return new Y4mFrameReader(new ByteArrayInputStream(file), "clip.y4m");
  }

  private static Frame noise(VideoFormat format, long seed) {
    Random random = new Random(seed);
    Frame frame = new Frame(format);
    for (int p = 0; p < format.planes(); p++) {
      for (int i = 0; i < frame.plane(p).length; i++) {
        frame.plane(p)[i] = (short) random.nextInt(format.maxSample() + 1);
      }
    }
    return frame;
  }
}
