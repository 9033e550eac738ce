package intra;

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
 * Each frame on its own: blocks of 16 to 4 samples are predicted in one of 35 ways from their
 * neighbours; what remains goes through a cosine transform, a quantiser with a dead zone and an
 * adaptive binary range coder.
 */
public final class IntraCodec implements Codec {

  /** A codec; the host makes one per process. */
  public IntraCodec() {}

  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    if (format.bitDepth() > Transform.MAX_BIT_DEPTH) {
      throw new UnsupportedOperationException(
          "Samples of " + format.bitDepth() + " bits: at most " + Transform.MAX_BIT_DEPTH);
    }
    int qp = 48 - quality * 3 / 10;
    new Header(format, qp).write(bitstream);
    Models models = new Models();
    RangeEncoder coder = new RangeEncoder(models);
    FrameEncoder encoder = new FrameEncoder(new Geometry(format), models, coder);
    Frame frame = new Frame(format);
    for (int number = 0; frames.read(frame); number++) {
      coder.bit(Contexts.FRAME, 1);
      encoder.encode(frame, qp);
      coder.spending().report(number, "I", coder.position());
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
    try {
      RangeDecoder coder = new RangeDecoder(new Models(), bitstream);
      while (coder.bit(Contexts.FRAME, 0) != 0) {
        Picture picture = new Picture(geometry);
        new FrameDecoder(geometry, coder, picture, header.qp()).decode();
        for (int p = 0; p < geometry.planes; p++) {
          picture.planes[p].store(frame.plane(p), frame.width(p), frame.height(p));
        }
        frames.write(frame);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (bitstream.read() >= 0) {
      throw new IOException("The bitstream goes on after its end mark");
    }
  }
}
