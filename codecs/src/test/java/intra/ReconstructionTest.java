package intra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import dev.codecsmith.codecs.TestClips;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconstructionTest {

  @ParameterizedTest
  @ValueSource(ints = {18, 30, 44})
  void theDecoderHasTheSamplesThatTheEncoderPredictedFrom(int qp) throws IOException {
    List<Frame> source = new ArrayList<>(TestClips.moving(88, 56, 6));
    // A scene that has nothing to do with the one before.
    source.addAll(TestClips.noise(source.get(0).format(), 2));
    VideoFormat format = source.get(0).format();
    Geometry geometry = new Geometry(format);
    Models models = new Models();
    RangeEncoder coder = new RangeEncoder(models);
    FrameEncoder encoder = new FrameEncoder(geometry, models, coder);
    ByteArrayOutputStream bitstream = new ByteArrayOutputStream();
    new Header(format, qp).write(bitstream);
    List<Frame> reconstructed = new ArrayList<>();
    for (Frame frame : source) {
      coder.bit(Contexts.FRAME, 1);
      Picture picture = encoder.encode(frame, qp);
      reconstructed.add(new Frame(format));
      for (int p = 0; p < format.planes(); p++) {
        picture.planes[p].store(reconstructed.getLast().plane(p), frame.width(p), frame.height(p));
      }
    }
    coder.bit(Contexts.FRAME, 0);
    coder.finish(bitstream);

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
    new IntraCodec().decode(new ByteArrayInputStream(bitstream.toByteArray()), writer);

    assertThat(decoded).hasSameSizeAs(source);
    for (int n = 0; n < decoded.size(); n++) {
      for (int p = 0; p < format.planes(); p++) {
        assertThat(decoded.get(n).plane(p))
            .as("frame %d, plane %d", n, p)
            .isEqualTo(reconstructed.get(n).plane(p));
      }
    }
  }
}
