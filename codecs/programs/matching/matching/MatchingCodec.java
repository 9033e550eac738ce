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
 *   <li>{@link Pyramid}, {@link Lookahead}, {@link Importance}: which pictures and squares matter
 *       to which others (x264's macroblock tree; libaom's temporal dependency model)
 *   <li>{@link TemporalFilter}: noise is taken out of key pictures before they are coded (HM and
 *       VTM's encoders, JVET-O0549)
 *   <li>{@link DivisionSyntax}, {@link BlockSyntax}, {@link MotionSyntax}: quarters, then halves or
 *       thirds; merging; motion; intra directions (VVC, H.266)
 *   <li>{@link MotionCandidates}: motion taken over, by how well it fits what lies around (template
 *       matching of JVET's ECM)
 *   <li>{@link MotionRefiner}, {@link OpticalFlow}, {@link InterPredictor}: motion refined without
 *       a bit, and overlapped (VVC's DMVR and BDOF; H.263's Annex F)
 *   <li>{@link MotionField}: the motion that the references tell by themselves (JEM's bilateral
 *       matching, AV2)
 *   <li>{@link PairWeights}, {@link ThirdPrediction}: predictions weighed, and one more added (VVC,
 *       ECM)
 *   <li>{@link VectorSyntax}: differences of vectors, and their signs by what lies around (ECM)
 *   <li>{@link Affine}: blocks that turn and grow (VVC, with ECM's regression)
 *   <li>{@link LightFit}: predictions fitted to a change of light (JVET-C1001)
 *   <li>{@link Gradients}, {@link TemplateModes}: intra directions that the surroundings suggest
 *       (ECM's DIMD and TIMD)
 *   <li>{@link DirectionalTransform}: second transforms from a model of every fourth direction
 *       (VVC's LFNST)
 *   <li>{@link SignSyntax}: signs guessed from how smoothly a block joins its neighbours (ECM)
 *   <li>{@link Quantiser}, {@link ResidualSearch}: dependent quantisation (VVC, JVET-K0071)
 *   <li>{@link Mixer}: logistic mixing (PAQ)
 *   <li>{@link AdaptiveFilter}, {@link ModelFilters}, {@link SoftDifferences}: Wiener filters by
 *       class (VVC's adaptive loop filter, with inputs as ECM's)
 * </ul>
 */
public final class MatchingCodec implements Codec {

  /** One per process. */
  public MatchingCodec() {}

  // Luma samples of a picture: twice those of 7680x4320. A decoder allocates by what it reads.
  private static final long MOST_SAMPLES = 1L << 26;

  private static boolean isSupported(VideoFormat format) {
    return format.bitDepth() <= 12
        && format.chroma() == ChromaFormat.YUV420
        && (long) format.width() * format.height() <= MOST_SAMPLES;
  }

  private static String unsupported(VideoFormat format) {
    return "Only 4:2:0 of 8 to 12 bits, of at most " + MOST_SAMPLES + " samples, not " + format;
  }

  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    if (!isSupported(format)) {
      throw new UnsupportedOperationException(unsupported(format));
    }
    int qp = 47 - quality * 3 / 10;
    new Header(format, qp).write(bitstream);
    new VideoEncoder(format, frames, qp).encode(bitstream);
  }

  @Override
  public void decode(InputStream bitstream, FrameWriter frames) throws IOException {
    Header header = Header.read(bitstream);
    VideoFormat format = header.format();
    if (!isSupported(format)) {
      throw new IOException("The header of the bitstream is damaged: " + unsupported(format));
    }
    Geometry g = new Geometry(format);
    frames.start(format);
    Frame frame = new Frame(format);
    AdaptiveFilter filter = new AdaptiveFilter(g);
    Pyramid pyramid = Pyramid.empty();
    int[] chromaOffsets = {6, 6};
    QpSyntax qps = new QpSyntax(header.qp());
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
          Picture pic = new Picture(g);
          pyramid.place(pic, last + place.index(), place.level());
          pic.qp = qps.code(coder, pic.level, 0);
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
      if (!coder.ended() || bitstream.read() >= 0) {
        throw new IOException("The bitstream goes on after its end mark");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
