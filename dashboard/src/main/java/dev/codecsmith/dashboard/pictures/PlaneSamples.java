package dev.codecsmith.dashboard.pictures;

import dev.codecsmith.video.ChromaFormat;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A plane of a frame as whole numbers, row by row. */
final class PlaneSamples {
  private static final ValueLayout.OfShort PAIR =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int[] values;
  private final int width;
  private final int height;

  private PlaneSamples(int[] values, int width, int height) {
    this.values = values;
    this.width = width;
    this.height = height;
  }

  /** Row by row; not to be changed. */
  int[] values() {
    return values;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** A value that the bit depth does not allow is taken for the highest that it does. */
  static PlaneSamples of(Frame frame, int plane) {
    VideoFormat format = frame.format();
    MemorySegment samples = frame.plane(plane);
    int[] values = new int[format.planeWidth(plane) * format.planeHeight(plane)];
    if (format.pixelFormat().bytesPerSample() == 1) {
      for (int i = 0; i < values.length; i++) {
        values[i] = samples.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
      }
    } else {
      int peak = (1 << format.pixelFormat().bitDepth()) - 1;
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.min(peak, samples.get(PAIR, 2L * i) & 0xFFFF);
      }
    }
    return new PlaneSamples(values, format.planeWidth(plane), format.planeHeight(plane));
  }

  /**
   * A chroma plane at the size of luma, its samples lying in the middle of those they belong to,
   * with straight lines between them; 16 times the values, so that nothing is lost.
   */
  static PlaneSamples chroma(Frame frame, int plane) {
    VideoFormat format = frame.format();
    ChromaFormat chroma = format.pixelFormat().chroma();
    boolean halfWide = chroma == ChromaFormat.YUV420 || chroma == ChromaFormat.YUV422;
    boolean halfHigh = chroma == ChromaFormat.YUV420;
    return of(frame, plane).wider(format.width(), halfWide).higher(format.height(), halfHigh);
  }

  private PlaneSamples wider(int newWidth, boolean twice) {
    int[] made = new int[newWidth * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < newWidth; x++) {
        made[y * newWidth + x] =
            3 * values[y * width + near(x, twice)] + values[y * width + far(x, twice, width)];
      }
    }
    return new PlaneSamples(made, newWidth, height);
  }

  private PlaneSamples higher(int newHeight, boolean twice) {
    int[] made = new int[width * newHeight];
    for (int y = 0; y < newHeight; y++) {
      int near = near(y, twice) * width;
      int far = far(y, twice, height) * width;
      for (int x = 0; x < width; x++) {
        made[y * width + x] = 3 * values[near + x] + values[far + x];
      }
    }
    return new PlaneSamples(made, width, newHeight);
  }

  /** The sample in which a place lies. */
  private static int near(int at, boolean twice) {
    return twice ? at / 2 : at;
  }

  /** The next one on that side. */
  private static int far(int at, boolean twice, int count) {
    return twice ? Math.clamp(at / 2 + (at % 2 == 0 ? -1 : 1), 0, count - 1) : at;
  }
}
