package dev.codecsmith.metrics;

import dev.codecsmith.metrics.picture.Picture;
import dev.codecsmith.metrics.picture.PictureFormat;
import dev.codecsmith.metrics.picture.Plane;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pictures for tests. */
final class Pictures {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Pictures() {}

  /** The picture whose planes lie one after the other, rows without padding. */
  static Picture of(PictureFormat format, MemorySegment samples) {
    List<Plane> planes = new ArrayList<>();
    long offset = 0;
    for (int plane = 0; plane < format.planes(); plane++) {
      int width = format.planeWidth(plane);
      int height = format.planeHeight(plane);
      long stride = (long) width * format.bytesPerSample();
      planes.add(
          new Plane(
              samples.asSlice(offset, stride * height), width, height, stride, format.bitDepth()));
      offset += stride * height;
    }
    return new Picture(planes);
  }

  /** Waves with some grain, away from black and white. */
  static MemorySegment texture(PictureFormat format, long seed) {
    Random random = new Random(seed);
    MemorySegment samples = allocate(format);
    int index = 0;
    for (int plane = 0; plane < format.planes(); plane++) {
      for (int row = 0; row < format.planeHeight(plane); row++) {
        for (int column = 0; column < format.planeWidth(plane); column++) {
          double wave = Math.sin(column * 0.11 + seed) * Math.cos(row * 0.07 + plane);
          double value = 0.5 + 0.2 * wave + 0.05 * random.nextDouble(-1, 1);
          set(format, samples, index++, (int) (value * format.peak()));
        }
      }
    }
    return samples;
  }

  /** A picture with noise added, evenly distributed up to an amplitude on the scale of 8 bits. */
  static MemorySegment withNoise(
      PictureFormat format, MemorySegment picture, int amplitude, long seed) {
    Random random = new Random(seed);
    int unit = 1 << (format.bitDepth() - 8);
    MemorySegment samples = allocate(format);
    for (int index = 0; index < format.samples(); index++) {
      double noise = random.nextDouble(-1, 1) * amplitude * unit;
      int value = (int) Math.round(get(format, picture, index) + noise);
      set(format, samples, index, Math.clamp(value, 0, format.peak()));
    }
    return samples;
  }

  /** A picture of one colour. */
  static MemorySegment flat(PictureFormat format, int value) {
    MemorySegment samples = allocate(format);
    for (int index = 0; index < format.samples(); index++) {
      set(format, samples, index, value);
    }
    return samples;
  }

  private static MemorySegment allocate(PictureFormat format) {
    return Arena.ofAuto().allocate(format.samples() * format.bytesPerSample());
  }

  static int get(PictureFormat format, MemorySegment samples, long index) {
    return format.bitDepth() == 8
        ? Byte.toUnsignedInt(samples.get(ValueLayout.JAVA_BYTE, index))
        : Short.toUnsignedInt(samples.get(SHORT, 2 * index));
  }

  static void set(PictureFormat format, MemorySegment samples, long index, int value) {
    if (format.bitDepth() == 8) {
      samples.set(ValueLayout.JAVA_BYTE, index, (byte) value);
    } else {
      samples.set(SHORT, 2 * index, (short) value);
    }
  }
}
