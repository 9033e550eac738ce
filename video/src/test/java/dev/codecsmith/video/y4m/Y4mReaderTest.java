package dev.codecsmith.video.y4m;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Y4mReaderTest {
  private static final String HEADER = "YUV4MPEG2 W4 H2 F25:1 Ip A1:1 C420jpeg\n";
  private static final String SAMPLES = "abcdefghUuVv".substring(0, 12);

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(TestVideo.ascii(text));
  }

  private static Y4mReader open(String text) throws IOException {
    return Y4mReader.open(stream(text));
  }

  @Test
  void allTagsAreKept() throws IOException {
    String line =
        "YUV4MPEG2 W4 H2 F30000:1001 It A128:117 C422p10 XYSCSS=422P10 XCOLORRANGE=LIMITED\n";
    try (Y4mReader reader = open(line)) {
      Y4mHeader header = reader.header();
      assertThat(header.interlacing()).isEqualTo(Interlacing.TOP_FIELD_FIRST);
      assertThat(header.pixelAspect()).contains(new Rational(128, 117));
      assertThat(header.colourSpace()).isEqualTo("422p10");
      assertThat(header.extensions()).containsExactly("YSCSS=422P10", "COLORRANGE=LIMITED");
      assertThat(header.toLine()).isEqualTo(line);
      assertThat(reader.format().describe()).isEqualTo("4x2 yuv422p10le 30000/1001 fps");
    }
  }

  @Test
  void withoutColourTagItIs420AndUnknownTagsAreUnknown() throws IOException {
    try (Y4mReader reader = open("YUV4MPEG2 H2 W4  F25:1\n")) {
      assertThat(reader.header().colourSpace()).isEqualTo("420");
      assertThat(reader.header().interlacing()).isEqualTo(Interlacing.UNKNOWN);
      assertThat(reader.header().pixelAspect()).isEmpty();
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void subsamplingExtensionStandsInForAMissingColourTag() throws IOException {
    try (Y4mReader reader = open("YUV4MPEG2 W4 H2 F25:1 XYSCSS=444P12\n")) {
      assertThat(reader.format().geometry()).isEqualTo("4x2 yuv444p12le");
    }
  }

  @Test
  void frameParametersAreAccepted() throws IOException {
    String frames = "FRAME\n" + SAMPLES + "FRAME Ip XNOTE=1\n" + SAMPLES;
    try (Y4mReader reader = open(HEADER + frames)) {
      assertThat(TestVideo.samples(reader)).isEqualTo(TestVideo.ascii(SAMPLES + SAMPLES));
    }
  }

  @Test
  void aFrameCutShortNamesIndexAndBytes() throws IOException {
    try (Y4mReader reader = open(HEADER + "FRAME\n" + SAMPLES + "FRAME\nabcde")) {
      assertThat(reader.next()).isPresent();
      assertThatThrownBy(reader::next)
          .isInstanceOf(VideoFormatException.class)
          .hasMessage("Frame 1 is cut short: expected 12 bytes, found 5.");
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  void whatIsNotAFrameLineIsShownWithItsPlace() throws IOException {
    try (Y4mReader reader = open(HEADER + "FRAME\n" + SAMPLES + "\u0001\u00ffxyz")) {
      assertThat(reader.next()).isPresent();
      assertThatThrownBy(reader::next)
          .hasMessage("Frame 1 should begin with the line FRAME at byte 57, found \"\\x01\".");
    }
  }

  @Test
  void aCutFrameLineIsAnErrorAndNoEnd() throws IOException {
    for (String cut : new String[] {"F", "FRAME", "FRAME ", "FRAME Ip"}) {
      try (Y4mReader reader = open(HEADER + cut)) {
        assertThatThrownBy(reader::next)
            .isInstanceOf(VideoFormatException.class)
            .hasMessageContaining("FRAME line of frame 0 at byte 39");
      }
    }
  }

  @Test
  void linesOfFramesAreBounded() throws IOException {
    try (Y4mReader reader = open(HEADER + "FRAME " + "x".repeat(5000))) {
      assertThatThrownBy(reader::next).hasMessageContaining("no end within 1024 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RIFF1234AVI | should begin with \"YUV4MPEG2 \", found \"RIFF1234AVI",
        "YUV4MPEG3 W4 H2 | found \"YUV4MPEG3 W4 H2",
        "YUV4MPEG2 W4 F25:1 | no height (tag H)",
        "YUV4MPEG2 H4 F25:1 | no width (tag W)",
        "YUV4MPEG2 W0 H2 F25:1 | a width of 1 to 16384 at byte 10, found \"W0\"",
        "YUV4MPEG2 W-4 H2 F25:1 | found \"W-4\"",
        "YUV4MPEG2 W4 H99999999999 F25:1 | a height of 1 to 16384 at byte 13",
        "YUV4MPEG2 W4 H2 W4 | tag W only once",
        "YUV4MPEG2 W4 H2 F25 | two numbers such as F1:1 at byte 16, found \"F25\"",
        "YUV4MPEG2 W4 H2 F25:0 | a frame rate such as F30000:1001",
        "YUV4MPEG2 W4 H2 F25:1 Ix | Ip, It, Ib, Im or I? at byte 22, found \"Ix\"",
        "YUV4MPEG2 W4 H2 F25:1 C411 | found \"C411\"",
        "YUV4MPEG2 W4 H2 F25:1 Q9 | one of the tags W, H, F, I, A, C and X at byte 22",
        "YUV4MPEG2 W4 H2 | does not say the frame rate",
        "YUV4MPEG2 W4 H2 F0:0 | does not say the frame rate",
      })
  void aMalformedHeaderSaysWhereAndWhat(String header, String message) {
    assertThatThrownBy(() -> open(header + "\n"))
        .isInstanceOf(VideoFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void nothingAtAllIsNamedSo() {
    assertThatThrownBy(() -> open("")).hasMessageContaining("nothing was found");
    assertThatThrownBy(() -> open("YUV4MPEG2 W4 H2")).hasMessageContaining("no end of line within");
    assertThatThrownBy(() -> open("YUV4")).hasMessageContaining("found \"YUV4\"");
  }

  @Test
  void anEndlessHeaderIsNotReadToItsEnd() {
    InputStream endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            return given++ == 0 ? 'Y' : 'x';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            byte[] magic = TestVideo.ascii("YUV4MPEG2 X");
            assertThat(given).isLessThan(1 << 20);
            for (int i = 0; i < length; i++, given++) {
              target[offset + i] = given < magic.length ? magic[(int) given] : (byte) 'x';
            }
            return length;
          }
        };
    assertThatThrownBy(() -> Y4mReader.open(endless))
        .hasMessageContaining("no end of line within 4096 bytes");
  }

  @Test
  void otherGeometryThanExpectedNamesBoth() {
    VideoFormat expected = TestVideo.format(176, 144);
    String huge = "YUV4MPEG2 W16384 H16384 F25:1 C444p16\nFRAME\n";
    assertThatThrownBy(() -> Y4mReader.open(stream(huge), Optional.of(expected)))
        .isInstanceOf(VideoFormatException.class)
        .hasMessage("The video is 16384x16384 yuv444p16le, expected 176x144 yuv420p.");
  }

  @Test
  void theExpectedFormatCountsNotTheStreamsRate() throws IOException {
    VideoFormat expected = new VideoFormat(4, 2, PixelFormat.YUV420P, TestVideo.RATE);
    String frames = "FRAME\n" + SAMPLES;
    for (String rate : new String[] {"", " F1:1", " F0:0"}) {
      InputStream in = stream("YUV4MPEG2 W4 H2" + rate + " C420mpeg2\n" + frames);
      try (Y4mReader reader = Y4mReader.open(in, Optional.of(expected))) {
        assertThat(reader.format()).isEqualTo(expected);
        assertThat(TestVideo.count(reader)).isEqualTo(1);
      }
    }
  }

  @Test
  void aStreamThatTricklesGivesWholeFrames() throws IOException {
    byte[] bytes = TestVideo.ascii(HEADER + "FRAME\n" + SAMPLES + "FRAME\n" + SAMPLES);
    InputStream trickle =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, 3));
          }
        };
    try (Y4mReader reader = Y4mReader.open(trickle)) {
      assertThat(TestVideo.count(reader)).isEqualTo(2);
    }
  }

  @Test
  void messagesAboutFilesBeginWithTheirPath(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("x.y4m"), TestVideo.ascii(HEADER + "FRAME\nab"));
    try (Y4mReader reader = Y4mReader.open(file)) {
      assertThatThrownBy(reader::next)
          .hasMessage(file + ": Frame 0 is cut short: expected 12 bytes, found 2.");
    }
  }

  @Test
  void framesOfAFileAreSlicesOfItsMap(@TempDir Path directory) throws IOException {
    VideoFormat format = TestVideo.format(16, 16);
    Path file = TestVideo.y4mFile(directory.resolve("x.y4m"), format, 2, 1);
    try (Y4mReader reader = Y4mReader.open(file)) {
      Frame first = reader.next().orElseThrow();
      Frame second = reader.next().orElseThrow();
      long apart = second.samples().address() - first.samples().address();
      assertThat(apart).isEqualTo(format.frameBytes() + "FRAME\n".length());
      assertThat(first.samples().isReadOnly()).isTrue();
    }
  }

  @Test
  void aWriterRefusesFramesOfAnotherGeometry() {
    Y4mWriter writer = new Y4mWriter(OutputStream.nullOutputStream(), TestVideo.format(16, 16));
    Frame frame = TestVideo.frames(TestVideo.format(16, 14), 1, 0).getFirst();
    assertThatThrownBy(() -> writer.write(frame))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The frame is 16x14 yuv420p, the file 16x16 yuv420p.");
  }

  @Test
  void aWriterWithoutFramesWritesTheHeader() throws IOException {
    byte[] bytes = TestVideo.y4m(TestVideo.format(16, 16), List.of());
    assertThat(bytes)
        .isEqualTo(TestVideo.ascii("YUV4MPEG2 W16 H16 F30000:1001 Ip A1:1 C420jpeg\n"));
    assertThat(Arrays.copyOf(bytes, 9)).isEqualTo(TestVideo.ascii(Y4mHeader.MAGIC));
  }
}
