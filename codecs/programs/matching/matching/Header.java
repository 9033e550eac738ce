package matching;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.VideoFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The first bytes of a bitstream: the format, the quantiser, and a sum over them that betrays
 * damage. Where the format is a usual one, a byte stands for its rate and depth, since a short
 * video of a small picture takes two kilobytes in all.
 */
record Header(VideoFormat format, int qp) {
  /** The first byte where rate, depth and chroma are told in full. */
  private static final int UNUSUAL = 255;

  private static final int LEAST_DEPTH = 8;
  private static final int DEPTHS = 5;

  // Numerators and denominators.
  private static final int[][] RATES = {
    {24, 1},
    {25, 1},
    {30, 1},
    {50, 1},
    {60, 1},
    {24000, 1001},
    {30000, 1001},
    {60000, 1001},
    {10, 1},
    {12, 1},
    {15, 1},
    {20, 1},
    {48, 1},
    {100, 1},
    {120, 1}
  };

  void write(OutputStream out) throws IOException {
    int usual = usual();
    int sum = put(out, 0, usual);
    if (usual == UNUSUAL) {
      sum = number(out, sum, format.rateNumerator());
      sum = number(out, sum, format.rateDenominator());
      sum = put(out, sum, format.chroma().id() << 4 | (format.bitDepth() - 1));
    }
    sum = number(out, sum, format.width());
    sum = number(out, sum, format.height());
    sum = put(out, sum, qp);
    out.write(sum);
  }

  // Which of the usual rates and depths it is.
  private int usual() {
    int depth = format.bitDepth() - LEAST_DEPTH;
    if (format.chroma() != ChromaFormat.YUV420 || depth < 0 || depth >= DEPTHS) {
      return UNUSUAL;
    }
    for (int i = 0; i < RATES.length; i++) {
      if (RATES[i][0] == format.rateNumerator() && RATES[i][1] == format.rateDenominator()) {
        return i * DEPTHS + depth;
      }
    }
    return UNUSUAL;
  }

  private static int put(OutputStream out, int sum, int b) throws IOException {
    out.write(b);
    return mix(sum, b);
  }

  private static int number(OutputStream out, int before, long value) throws IOException {
    int sum = before;
    long rest = value;
    do {
      sum = put(out, sum, (int) (rest & 127) | (rest > 127 ? 128 : 0));
      rest >>= 7;
    } while (rest > 0);
    return sum;
  }

  /** What is read of a header, and the sum so far. */
  private static final class Reader {
    private final InputStream in;
    private int sum;

    Reader(InputStream in) {
      this.in = in;
    }

    int next() throws IOException {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("The bitstream ends within its header");
      }
      sum = mix(sum, b);
      return b;
    }

    int number() throws IOException {
      long value = 0;
      int b = 128;
      for (int shift = 0; (b & 128) != 0 && shift < 35; shift += 7) {
        b = next();
        value |= (b & 127L) << shift;
      }
      return (int) value;
    }
  }

  static Header read(InputStream in) throws IOException {
    Reader r = new Reader(in);
    int usual = r.next();
    int kind = Math.min(usual / DEPTHS, RATES.length - 1);
    int numerator = RATES[kind][0];
    int denominator = RATES[kind][1];
    int depth = LEAST_DEPTH + usual % DEPTHS;
    int chroma = -1;
    if (usual == UNUSUAL) {
      numerator = r.number();
      denominator = r.number();
      int both = r.next();
      depth = (both & 15) + 1;
      chroma = both >> 4;
    }
    int width = r.number();
    int height = r.number();
    int qp = r.next();
    int sum = r.sum;
    if (r.next() != sum || (usual != UNUSUAL && usual >= RATES.length * DEPTHS)) {
      throw new IOException("The header of the bitstream is damaged: its sum does not fit");
    }
    if (qp > Quantiser.MAX_QP) {
      throw new IOException("The bitstream has a QP of " + qp + ", above " + Quantiser.MAX_QP);
    }
    try {
      ChromaFormat format = chroma < 0 ? ChromaFormat.YUV420 : ChromaFormat.ofId(chroma);
      return new Header(new VideoFormat(width, height, numerator, denominator, format, depth), qp);
    } catch (IllegalArgumentException e) {
      throw new IOException("The header of the bitstream is damaged: " + e.getMessage(), e);
    }
  }

  private static int mix(int sum, int b) {
    return ((sum << 3 | sum >> 5) & 255) ^ b;
  }
}
