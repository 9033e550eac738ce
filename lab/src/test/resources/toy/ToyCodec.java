package toy;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Codec;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameReader;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Samples quantised and deflated: honest, simple and poor. */
public final class ToyCodec implements Codec {
  @Override
  public void encode(VideoFormat format, FrameReader frames, int quality, OutputStream bitstream)
      throws IOException {
    /* ENCODER HOOK */
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bitstream))) {
      int step = (int) Math.round(60 * Math.pow(0.97, quality));
      out.writeShort(format.width());
      out.writeShort(format.height());
      out.writeInt(format.rateNumerator());
      out.writeInt(format.rateDenominator());
      out.writeByte(step);
      Frame frame = new Frame(format);
      while (frames.read(frame)) {
        /* ENCODED FRAME HOOK */
        out.writeByte(1);
        for (int p = 0; p < 3; p++) {
          int left = 0;
          for (short sample : frame.plane(p)) {
            int level = (sample + step / 2) / step;
            out.writeByte(level - left);
            left = level;
          }
        }
      }
      out.writeByte(0);
    }
  }

  @Override
  public void decode(InputStream bitstream, FrameWriter frames) throws IOException {
    DataInputStream in = new DataInputStream(new InflaterInputStream(bitstream));
    int width = in.readUnsignedShort();
    int height = in.readUnsignedShort();
    /* GEOMETRY HOOK */
    VideoFormat format =
        new VideoFormat(width, height, in.readInt(), in.readInt(), ChromaFormat.YUV420, 8);
    int step = in.readUnsignedByte();
    frames.start(format);
    Frame frame = new Frame(format);
    int count = 0;
    while (in.readUnsignedByte() == 1) {
      for (int p = 0; p < 3; p++) {
        short[] plane = frame.plane(p);
        int level = 0;
        for (int i = 0; i < plane.length; i++) {
          level += in.readByte();
          plane[i] = (short) Math.min(255, Math.max(0, level * step));
        }
      }
      count++;
      /* FRAME HOOK */
      frames.write(frame);
    }
    /* END HOOK */
  }
}
