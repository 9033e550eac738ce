package matching;

import dev.codecsmith.codec.ChromaFormat;
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
 * A hybrid codec whose pictures lie in a pyramid, whose blocks have many shapes, and whose every
 * decision is coded with a mixture of adaptive contexts. The ideas, each explained where it is:
 *
 * <ul>
 *   <li>{@link Pyramid}, {@link Lookahead}: which pictures and squares matter to which others
 *   <li>{@link TemporalFilter}: noise is taken out of key pictures before they are coded
 *   <li>{@link BlockSyntax}: quarters, then halves; merging; motion; intra directions
 *   <li>{@link MotionCandidates}: motion taken over, by how well it fits what lies around
 *   <li>{@link MotionRefiner}, {@link OpticalFlow}, {@link InterPredictor}: motion refined without
 *       a bit, and overlapped
 *   <li>{@link LightFit}: predictions fitted to a change of light
 *   <li>{@link Gradients}: intra directions that the surroundings suggest
 *   <li>{@link SignSyntax}: signs guessed from how smoothly a block joins its neighbours
 *   <li>{@link Quantiser}, {@link ResidualSearch}: dependent quantisation
 *   <li>{@link Mixer}: logistic mixing
 *   <li>{@link AdaptiveFilter}, {@link ModelFilters}: Wiener filters by class
 * </ul>
 */
public final class MatchingCodec implements Codec {

  /** One per process. */
  public MatchingCodec() {}

  private static void check(VideoFormat format) {
    if (format.bitDepth() > 12 || format.chroma() != ChromaFormat.YUV420) {
      throw new UnsupportedOperationException("Only 4:2:0 of 8 to 12 bits, not " + format);
    }
  }

  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    check(format);
    int qp = 47 - quality * 3 / 10;
    new Header(format, qp).write(bitstream);
    new VideoEncoder(format, frames, qp).encode(bitstream);
  }

  @Override
  public void decode(InputStream bitstream, FrameWriter frames) throws IOException {
    VideoFormat format = Header.read(bitstream).format();
    check(format);
    Geometry g = new Geometry(format);
    frames.start(format);
    Frame frame = new Frame(format);
    AdaptiveFilter filter = new AdaptiveFilter(g);
    Pyramid pyramid = Pyramid.empty();
    int[] chromaOffsets = {6, 6};
    int last = -1;
    try {
      BinaryCoder coder = BinaryCoder.reader(bitstream);
      for (int n = coder.raw(6, 0); n > 0; n = coder.raw(6, 0)) {
        if (n > Pyramid.MOST) {
          throw new IOException("A group of " + n + " pictures, more than " + Pyramid.MOST);
        }
        ChromaBalance.code(coder, chromaOffsets, false);
        Picture[] group = new Picture[n];
        for (Pyramid.Place place : Pyramid.order(n)) {
          Picture pic = new Picture(g, g.newPlanes());
          pyramid.place(pic, last + place.index(), place.level());
          pic.qp = coder.raw(6, 0);
          new PictureDecoder(coder, pic, chromaOffsets).decode(filter);
          pic.finish(false);
          pyramid.add(pic);
          group[place.index() - 1] = pic;
        }
        for (Picture pic : group) {
          for (int p = 0; p < 3; p++) {
            pic.planes[p].store(frame.plane(p), frame.width(p), frame.height(p));
          }
          frames.write(frame);
        }
        last += n;
        pyramid.endGroup(last);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (bitstream.read() >= 0) {
      throw new IOException("The bitstream goes on after its end mark");
    }
  }
}
