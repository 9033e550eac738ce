package matching;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.VideoFormat;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The first bytes of a bitstream: the format, the quantiser, and a sum over them that betrays
 * damage.
 */
record Header(VideoFormat format, int qp) {

  void write(OutputStream out) throws IOException {
    int sum = 0;
    long[] fields = {
      format.width(),
      format.height(),
      format.rateNumerator(),
      format.rateDenominator(),
      format.chroma().id() << 4 | (format.bitDepth() - 1),
      qp
    };
    for (long field : fields) {
      long rest = field;
      do {
        int b = (int) (rest & 127) | (rest > 127 ? 128 : 0);
        out.write(b);
        sum = mix(sum, b);
        rest >>= 7;
      } while (rest > 0);
    }
    out.write(sum);
  }

  static Header read(InputStream in) throws IOException {
    int sum = 0;
    int[] fields = new int[6];
    for (int i = 0; i < fields.length; i++) {
      long value = 0;
      int b = 128;
      for (int shift = 0; (b & 128) != 0 && shift < 35; shift += 7) {
        b = next(in);
        sum = mix(sum, b);
        value |= (b & 127L) << shift;
      }
      fields[i] = (int) value;
    }
    if (next(in) != sum) {
      throw new IOException("The header of the bitstream is damaged: its sum does not fit");
    }
    if (fields[5] > Quantiser.MAX_QP) {
      throw new IOException(
          "The bitstream has a QP of " + fields[5] + ", above " + Quantiser.MAX_QP);
    }
    VideoFormat format =
        new VideoFormat(
            fields[0],
            fields[1],
            fields[2],
            fields[3],
            ChromaFormat.ofId(fields[4] >> 4),
            (fields[4] & 15) + 1);
    return new Header(format, fields[5]);
  }

  private static int next(InputStream in) throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("The bitstream ends within its header");
    }
    return b;
  }

  private static int mix(int sum, int b) {
    return ((sum << 3 | sum >> 5) & 255) ^ b;
  }
}
