package motion;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameReader;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Motion compensation in whole samples: each block of 16 or 8 is skipped, moved from the picture
 * before, or predicted in one of 35 ways from its neighbours; what remains goes through a cosine
 * transform, a quantiser with a dead zone and an adaptive binary range coder.
 */
public final class MotionCodec implements Codec {

  /** A codec; the host makes one per process. */
  public MotionCodec() {}

  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    if (format.bitDepth() > Transform.MAX_BIT_DEPTH) {
      throw new UnsupportedOperationException(
          "Samples of " + format.bitDepth() + " bits: at most " + Transform.MAX_BIT_DEPTH);
    }
    int qp = 46 - quality * 3 / 10;
    new Header(format, qp).write(bitstream);
    Models models = new Models();
    RangeEncoder coder = new RangeEncoder(models);
    FrameEncoder encoder = new FrameEncoder(new Geometry(format), models, coder);
    Frame frame = new Frame(format);
    for (int number = 0; frames.read(frame); number++) {
      coder.bit(Contexts.FRAME, 1);
      Picture coded = encoder.encode(frame, qp);
      coder.spending().report(number, coded.intra ? "I" : "P", coder.position());
      coder.drain(bitstream);
    }
    coder.bit(Contexts.FRAME, 0);
    coder.finish(bitstream);
  }

  @Override
  public void decode(InputStream bitstream, FrameWriter frames) throws IOException {
    Header header = Header.read(bitstream);
    Geometry geometry = new Geometry(header.format());
    frames.start(header.format());
    Frame frame = new Frame(header.format());
    Picture previous = null;
    try {
      RangeDecoder coder = new RangeDecoder(new Models(), bitstream);
      while (coder.bit(Contexts.FRAME, 0) != 0) {
        boolean intra = coder.flag(Contexts.FRAME + 1, false) || previous == null;
        Picture picture = new Picture(geometry, intra ? null : previous);
        new FrameDecoder(geometry, coder, picture, FrameDecoder.qp(header.qp(), intra)).decode();
        for (int p = 0; p < geometry.planes; p++) {
          picture.planes[p].store(frame.plane(p), frame.width(p), frame.height(p));
        }
        frames.write(frame);
        previous = picture;
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (bitstream.read() >= 0) {
      throw new IOException("The bitstream goes on after its end mark");
    }
  }
}
