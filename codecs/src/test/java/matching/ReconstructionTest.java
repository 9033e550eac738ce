package matching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import dev.codecsmith.codecs.TestClips;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReconstructionTest {

  static Stream<Arguments> clips() {
    List<Frame> cut = new ArrayList<>(TestClips.moving(56, 40, 18));
    // A scene that has nothing to do with the one before.
    cut.addAll(TestClips.noise(cut.get(0).format(), 1));
    VideoFormat deep = new VideoFormat(51, 35, 50, 1, ChromaFormat.YUV420, 10);
    // Above 640x480 groups are shorter, so that fewer pictures are held.
    VideoFormat large = new VideoFormat(641, 481, 25, 1, ChromaFormat.YUV420, 8);
    VideoFormat full = new VideoFormat(1920, 1080, 25, 1, ChromaFormat.YUV420, 8);
    return Stream.of(
        Arguments.of("a cut", cut, 20),
        Arguments.of("a cut", cut, 40),
        Arguments.of("10 bits", TestClips.moving(deep, 10), 26),
        Arguments.of("a large picture", TestClips.square(large, 10), 46),
        Arguments.of("full HD", TestClips.square(full, 3), 46));
  }

  @ParameterizedTest(name = "{0}, QP {2}")
  @MethodSource("clips")
  void theDecoderHasTheSamplesThatTheEncoderPredictedFrom(String name, List<Frame> source, int qp)
      throws IOException {
    VideoFormat format = source.get(0).format();
    ByteArrayOutputStream bitstream = new ByteArrayOutputStream();
    new Header(format, qp).write(bitstream);
    Frame[] reconstructed = new Frame[source.size()];
    Iterator<Frame> frames = source.iterator();
    VideoEncoder encoder =
        new VideoEncoder(
            format,
            frame -> {
              boolean more = frames.hasNext();
              if (more) {
                frame.copyFrom(frames.next());
              }
              return more;
            },
            qp);
    encoder.watch(picture -> {
      Frame frame = new Frame(format);
      for (int p = 0; p < format.planes(); p++) {
        picture.planes[p].store(frame.plane(p), frame.width(p), frame.height(p));
      }
      reconstructed[picture.time] = frame;
    });
    encoder.encode(bitstream);

    List<Frame> decoded = new ArrayList<>();
    FrameWriter writer =
        new FrameWriter() {
          @Override
          public void start(VideoFormat started) {
            assertThat(started).isEqualTo(format);
          }

          @Override
          public void write(Frame frame) {
            decoded.add(TestClips.copy(frame));
          }
        };
    new MatchingCodec().decode(new ByteArrayInputStream(bitstream.toByteArray()), writer);

    assertThat(decoded).hasSameSizeAs(source);
    for (int n = 0; n < decoded.size(); n++) {
      for (int p = 0; p < format.planes(); p++) {
        assertThat(decoded.get(n).plane(p))
            .as("%s, frame %d, plane %d", name, n, p)
            .isEqualTo(reconstructed[n].plane(p));
      }
    }
  }
}
