package toy;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Codec;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameReader;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Samples quantised, less those of the frame before in the same group, and deflated. */
public final class GroupCodec implements Codec {
  private static final int GROUP = 2;

  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    DataOutputStream out = new DataOutputStream(bitstream);
    int step = (int) Math.round(60 * Math.pow(0.97, quality));
    out.writeShort(format.width());
    out.writeShort(format.height());
    out.writeInt(format.rateNumerator());
    out.writeInt(format.rateDenominator());
    out.writeByte(step);
    byte[][] before = new byte[3][];
    Frame frame = new Frame(format);
    for (int count = 0; frames.read(frame); count++) {
      boolean first = count % GROUP == 0;
      if (first) {
        System.err.println("random-access: " + count + " " + out.size());
      }
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
        for (int p = 0; p < 3; p++) {
          short[] plane = frame.plane(p);
          byte[] levels = new byte[plane.length];
          for (int i = 0; i < plane.length; i++) {
            levels[i] = (byte) ((plane[i] + step / 2) / step);
            deflater.write(levels[i] - (first || before[p] == null ? 0 : before[p][i]));
          }
          before[p] = levels;
        }
      }
      out.writeByte(first ? 1 : 0);
      out.writeInt(packed.size());
      packed.writeTo(out);
    }
  }

  @Override
  public void decode(InputStream bitstream, FrameWriter frames) throws IOException {
    DataInputStream in = new DataInputStream(bitstream);
    int width = in.readUnsignedShort();
    int height = in.readUnsignedShort();
    VideoFormat format =
        new VideoFormat(width, height, in.readInt(), in.readInt(), ChromaFormat.YUV420, 8);
    int step = in.readUnsignedByte();
    frames.start(format);
    Frame frame = new Frame(format);
    byte[][] before = new byte[3][];
    while (true) {
      int first = in.read();
      if (first < 0) {
        return;
      }
      byte[] packed = in.readNBytes(in.readInt());
      InputStream inflater = new InflaterInputStream(new ByteArrayInputStream(packed));
      for (int p = 0; p < 3; p++) {
        short[] plane = frame.plane(p);
        byte[] levels = inflater.readNBytes(plane.length);
        for (int i = 0; i < plane.length; i++) {
          levels[i] += first == 1 || before[p] == null ? 0 : before[p][i];
          plane[i] = (short) Math.min(255, Math.max(0, (levels[i] & 255) * step));
        }
        before[p] = levels;
      }
      frames.write(frame);
    }
  }
}
