package matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BitstreamHeaderTest {
  private static byte[] written(VideoFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Header(format, 30).write(out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 30, 1, 8", "16383, 9, 30000, 1001, 12", "352, 288, 119, 4, 10"})
  void whatIsWrittenIsRead(int width, int height, int numerator, int denominator, int depth)
      throws IOException {
    VideoFormat format =
        new VideoFormat(width, height, numerator, denominator, ChromaFormat.YUV420, depth);
    assertThat(Header.read(new ByteArrayInputStream(written(format))))
        .isEqualTo(new Header(format, 30));
  }

  /** Of damaged headers one of 256 has the right sum: then it is the values that betray it. */
  @ParameterizedTest
  @CsvSource({
    "255 25 1 151 16 16 30, chroma format",
    "255 25 1 19 16 16 30, bit depth",
    "255 0 1 23 16 16 30, frame rate",
    "5 0 16 30, both must be 1 to 16384",
    "5 255 255 255 255 15 16 30, both must be 1 to 16384",
    "5 16 16 64, a QP of 64"
  })
  void valuesThatCannotBeAreAnErrorOfTheBitstream(String bytes, String message) throws Exception {
    List<Throwable> thrown = new ArrayList<>();
    for (int sum = 0; sum < 256; sum++) {
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      for (String each : bytes.split(" ", -1)) {
        header.write(Integer.parseInt(each));
      }
      header.write(sum);
      assertThatThrownBy(() -> Header.read(new ByteArrayInputStream(header.toByteArray())))
          .isInstanceOf(IOException.class)
          .satisfies(thrown::add);
    }
    assertThat(thrown.stream().map(Throwable::getMessage).filter(said -> said.contains(message)))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"16384, 16384, YUV420, samples", "16, 16, YUV444, 4:2:0"})
  void aPictureThatNobodyCouldHaveWrittenIsRefusedBeforeAnythingIsAllocated(
      int width, int height, ChromaFormat chroma, String message) throws IOException {
    byte[] header = written(new VideoFormat(width, height, 25, 1, chroma, 8));
    FrameWriter never =
        new FrameWriter() {
          @Override
          public void start(VideoFormat format) {
            throw new AssertionError("It began with " + format);
          }

          @Override
          public void write(Frame frame) {
            throw new AssertionError("It has shown a frame");
          }
        };
    assertThatThrownBy(() -> new MatchingCodec().decode(new ByteArrayInputStream(header), never))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }
}
