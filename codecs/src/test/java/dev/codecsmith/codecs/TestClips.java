package dev.codecsmith.codecs;

import dev.codecsmith.codec.ChromaFormat;
import dev.codecsmith.codec.Frame;
import dev.codecsmith.codec.VideoFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small clips, made by arithmetic: the same on every machine. */
public final class TestClips {
  private TestClips() {}

  /**
   * A textured scene under a pan of fractions of a sample, with something moving in front of it.
   * 8-bit 4:2:0.
   */
  public static List<Frame> moving(int width, int height, int frames) {
    return moving(new VideoFormat(width, height, 25, 1, ChromaFormat.YUV420, 8), frames);
  }

  /** The same in any format. */
  public static List<Frame> moving(VideoFormat format, int frames) {
    List<Frame> clip = new ArrayList<>();
    for (int n = 0; n < frames; n++) {
      Frame frame = new Frame(format);
      for (int p = 0; p < format.planes(); p++) {
        int shiftX = p == 0 ? 0 : format.chroma().shiftX();
        int shiftY = p == 0 ? 0 : format.chroma().shiftY();
        for (int y = 0; y < frame.height(p); y++) {
          for (int x = 0; x < frame.width(p); x++) {
            double value = scene(p, x << shiftX, y << shiftY, n);
            int sample = (int) Math.round(value * (1 << (format.bitDepth() - 8)));
            frame.set(p, x, y, Math.clamp(sample, 0, format.maxSample()));
          }
        }
      }
      clip.add(frame);
    }
    return clip;
  }

  private static double scene(int plane, double x, double y, int n) {
    double objectX = x - 30 - 2.75 * n;
    double objectY = y - 20 + 1.5 * n;
    boolean object = objectX * objectX + objectY * objectY < 180;
    double u = object ? objectX * 1.7 : x + 1.25 * n;
    double v = object ? objectY * 1.7 : y + 0.5 * n;
    if (plane > 0) {
      return 128 + 20 * wave(u / 3, v / 3, 5 + plane);
    }
    double value = object ? 160 : 110;
    double amplitude = 40;
    for (int octave = 0; octave < 4; octave++) {
      value += amplitude * wave(u, v, octave);
      u *= 1.9;
      v *= 1.9;
      amplitude *= 0.55;
    }
    return value;
  }

  private static double wave(double x, double y, int octave) {
    double a = 0.7 + octave;
    return Math.sin(0.11 * x + 0.07 * y + a) * Math.cos(0.05 * x - 0.13 * y + 2 * a);
  }

  /** A bright square that crosses a plain field: little to code, however large the picture is. */
  public static List<Frame> square(VideoFormat format, int frames) {
    List<Frame> clip = new ArrayList<>();
    for (int n = 0; n < frames; n++) {
      Frame frame = new Frame(format);
      for (int p = 0; p < format.planes(); p++) {
        int left = (40 + 3 * n) >> (p == 0 ? 0 : format.chroma().shiftX());
        int top = (30 + 2 * n) >> (p == 0 ? 0 : format.chroma().shiftY());
        for (int y = 0; y < frame.height(p); y++) {
          for (int x = 0; x < frame.width(p); x++) {
            boolean inside = x >= left && x < left + 24 && y >= top && y < top + 24;
            frame.set(p, x, y, format.maxSample() / (inside ? 2 : 4) + (inside ? x & 7 : 0));
          }
        }
      }
      clip.add(frame);
    }
    return clip;
  }

  /** Noise: the worst there is to code. */
  public static List<Frame> noise(VideoFormat format, int frames) {
    Random random = new Random(42);
    List<Frame> clip = new ArrayList<>();
    for (int n = 0; n < frames; n++) {
      Frame frame = new Frame(format);
      for (int p = 0; p < format.planes(); p++) {
        for (int i = 0; i < frame.plane(p).length; i++) {
          frame.plane(p)[i] = (short) random.nextInt(format.maxSample() + 1);
        }
      }
      clip.add(frame);
    }
    return clip;
  }

  /** A frame of its own with the same samples. */
  public static Frame copy(Frame frame) {
    Frame copy = new Frame(frame.format());
    copy.copyFrom(frame);
    return copy;
  }
}
