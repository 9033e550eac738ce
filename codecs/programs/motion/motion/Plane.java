package motion;

import java.util.Arrays;

/**
 * One plane of a picture with a margin on each side that repeats the edge, so that prediction from
 * outside needs no special case. The sample (x, y) is {@code samples[at(x, y)]}.
 */
final class Plane {
  static final int MARGIN = 32;

  final int width;
  final int height;
  final int stride;
  final char[] samples;

  Plane(int width, int height) {
    this.width = width;
    this.height = height;
    this.stride = width + 2 * MARGIN;
    this.samples = new char[stride * (height + 2 * MARGIN)];
  }

  int at(int x, int y) {
    return (y + MARGIN) * stride + MARGIN + x;
  }

  /**
   * The column from which a block of {@code size} is predicted, so that it stays within the margin.
   */
  int clampX(int x, int size) {
    return Math.clamp(x, -MARGIN, width + MARGIN - 1 - size);
  }

  /** The same for rows. */
  int clampY(int y, int size) {
    return Math.clamp(y, -MARGIN, height + MARGIN - 1 - size);
  }

  /** Fills the margin, once the plane is complete. */
  void extend() {
    for (int y = 0; y < height; y++) {
      int left = at(0, y);
      Arrays.fill(samples, left - MARGIN, left, samples[left]);
      int end = left + width;
      Arrays.fill(samples, end, end + MARGIN, samples[end - 1]);
    }
    for (int y = 1; y <= MARGIN; y++) {
      System.arraycopy(samples, at(-MARGIN, 0), samples, at(-MARGIN, -y), stride);
      System.arraycopy(
          samples, at(-MARGIN, height - 1), samples, at(-MARGIN, height - 1 + y), stride);
    }
  }

  /** Takes a plane of a frame; what lies between its edge and this plane's repeats the edge. */
  void load(short[] frame, int frameWidth, int frameHeight) {
    for (int y = 0; y < height; y++) {
      int from = Math.min(y, frameHeight - 1) * frameWidth;
      int to = at(0, y);
      for (int x = 0; x < width; x++) {
        samples[to + x] = (char) frame[from + Math.min(x, frameWidth - 1)];
      }
    }
  }

  /** Gives the part that the frame has. */
  void store(short[] frame, int frameWidth, int frameHeight) {
    for (int y = 0; y < frameHeight; y++) {
      int from = at(0, y);
      for (int x = 0; x < frameWidth; x++) {
        frame[y * frameWidth + x] = (short) samples[from + x];
      }
    }
  }
}
