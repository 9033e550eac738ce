package subpel;

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
 * A hybrid codec: blocks of 32 to 8 samples in a quadtree, predicted in 35 directions from the
 * picture itself or from up to four earlier pictures with quarter-sample motion and two hypotheses,
 * cosine transforms of 4 to 32, quantisation that weighs rate against distortion, adaptive binary
 * range coding, and a deblocking filter in the loop.
 */
public final class SubpelCodec implements Codec {

  /** A codec; the host makes one per process. */
  public SubpelCodec() {}

  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    if (format.bitDepth() > Transform.MAX_BIT_DEPTH) {
      throw new UnsupportedOperationException(
          "Samples of " + format.bitDepth() + " bits: at most " + Transform.MAX_BIT_DEPTH);
    }
    int qp = 48 - quality * 3 / 10;
    new Header(format, qp).write(bitstream);
    Geometry geometry = new Geometry(format);
    Models models = new Models();
    RangeEncoder coder = new RangeEncoder(models);
    FrameEncoder encoder = new FrameEncoder(geometry, models, coder);
    Rhythm rhythm = new Rhythm();
    Frame frame = new Frame(format);
    for (int number = 0; frames.read(frame); number++) {
      coder.bit(Contexts.FRAME, 1);
      Picture coded = encoder.encode(frame, rhythm, qp);
      coder.spending().report(number, coded.order == 0 ? "I" : "P", coder.position());
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
    Rhythm rhythm = new Rhythm();
    try {
      RangeDecoder coder = new RangeDecoder(new Models(), bitstream);
      while (coder.bit(Contexts.FRAME, 0) != 0) {
        if (coder.bit(Contexts.FRAME + 1, 0) != 0) {
          rhythm.restart();
        }
        Picture picture = new Picture(geometry, rhythm.nextOrder(), rhythm.references());
        new FrameDecoder(geometry, coder, picture, Rhythm.qp(header.qp(), picture.order)).decode();
        for (int p = 0; p < geometry.planes; p++) {
          picture.planes[p].store(frame.plane(p), frame.width(p), frame.height(p));
        }
        frames.write(frame);
        rhythm.add(picture);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (bitstream.read() >= 0) {
      throw new IOException("The bitstream goes on after its end mark");
    }
  }
}
