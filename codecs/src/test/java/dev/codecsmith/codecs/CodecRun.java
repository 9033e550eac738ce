package dev.codecsmith.codecs;

import dev.codecsmith.codec.Codec;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.FrameWriter;
import dev.codecsmith.codec.VideoFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Runs a codec as the host does, each half on a fresh instance, through real bytes. */
final class CodecRun {
  /** More frames than any clip here has: a decoder that passes it does not end by itself. */
  private static final int TOO_MANY_FRAMES = 20_000;

  private CodecRun() {}

  /**
   * A point of the rate-distortion curve.
   *
   * @param psnrYuv weights 6:1:1
   */
  record Point(int bytes, double psnrYuv) {}

  static Codec newCodec(Class<?> type) {
    try {
      return (Codec) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("No public constructor without parameters: " + type, e);
    }
  }

  static Class<?> type(String program) {
    String entry = ShippedPrograms.find(program).orElseThrow().entry();
    try {
      return Class.forName(entry);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("The entry of " + program + " does not exist: " + entry, e);
    }
  }

  static byte[] encode(Class<?> codec, List<Frame> clip, int quality) throws IOException {
    Iterator<Frame> frames = clip.iterator();
    ByteArrayOutputStream bitstream = new ByteArrayOutputStream();
    newCodec(codec)
        .encode(
            clip.get(0).format(),
            frame -> {
              if (!frames.hasNext()) {
                return false;
              }
              frame.copyFrom(frames.next());
              return true;
            },
            quality,
            bitstream);
    return bitstream.toByteArray();
  }

  static List<Frame> decode(Class<?> codec, byte[] bitstream) throws IOException {
    List<Frame> decoded = new ArrayList<>();
    List<VideoFormat> started = new ArrayList<>();
    newCodec(codec)
        .decode(
            new ByteArrayInputStream(bitstream),
            new FrameWriter() {
              private int count;

              @Override
              public void start(VideoFormat format) {
                started.add(format);
              }

              @Override
              public void write(Frame frame) {
                if (!started.equals(List.of(frame.format()))) {
                  throw new AssertionError("A frame of " + frame.format() + " after " + started);
                }
                if (++count > TOO_MANY_FRAMES) {
                  throw new AssertionError("The decoder does not end");
                }
                decoded.add(TestClips.copy(frame));
              }
            });
    return decoded;
  }

  static Point measure(Class<?> codec, List<Frame> clip, int quality) throws IOException {
    byte[] bitstream = encode(codec, clip, quality);
    List<Frame> decoded = decode(codec, bitstream);
    if (decoded.size() != clip.size()) {
      throw new AssertionError(decoded.size() + " frames of " + clip.size());
    }
    return new Point(bitstream.length, psnrYuv(clip, decoded));
  }

  static double psnrYuv(List<Frame> clip, List<Frame> decoded) {
    int planes = clip.get(0).format().planes();
    double sum = 0;
    double weights = 0;
    for (int p = 0; p < planes; p++) {
      double error = 0;
      long samples = 0;
      for (int n = 0; n < clip.size(); n++) {
        short[] a = clip.get(n).plane(p);
        short[] b = decoded.get(n).plane(p);
        for (int i = 0; i < a.length; i++) {
          double difference = (a[i] & 0xFFFF) - (b[i] & 0xFFFF);
          error += difference * difference;
        }
        samples += a.length;
      }
      double peak = clip.get(0).format().maxSample();
      double weight = p == 0 ? 6 : 1;
      sum += weight * 10 * Math.log10(peak * peak / Math.max(error / samples, 1e-3));
      weights += weight;
    }
    return sum / weights;
  }
}
