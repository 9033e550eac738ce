package mixing;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconstructionTest {

  @ParameterizedTest
  @ValueSource(ints = {20, 40})
  void theDecoderHasTheSamplesThatTheEncoderPredictedFrom(int qp) throws IOException {
    List<Frame> source = new ArrayList<>(TestClips.moving(56, 40, 18));
    // A scene that has nothing to do with the one before.
    source.addAll(TestClips.noise(source.get(0).format(), 1));
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
    new MixingCodec().decode(new ByteArrayInputStream(bitstream.toByteArray()), writer);

    assertThat(decoded).hasSameSizeAs(source);
    for (int n = 0; n < decoded.size(); n++) {
      for (int p = 0; p < format.planes(); p++) {
        assertThat(decoded.get(n).plane(p))
            .as("frame %d, plane %d", n, p)
            .isEqualTo(reconstructed[n].plane(p));
      }
    }
  }
}
