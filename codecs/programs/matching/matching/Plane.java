package matching;

import java.lang.foreign.MemorySegment;

/**
 * One plane of a picture, its size rounded up to whole blocks. The sample (x, y) is {@code
 * samples[at(x, y)]}.
 */
final class Plane {
  final int width;
  final int height;
  final char[] samples;

  /** The samples once more, to be read four at a time. */
  final MemorySegment segment;

  Plane(int width, int height) {
    this.width = width;
    this.height = height;
    this.samples = new char[width * height];
    this.segment = MemorySegment.ofArray(samples);
  }

  int at(int x, int y) {
    return y * width + x;
  }

  /** Takes a plane of a frame; what lies between its edge and this plane's repeats the edge. */
  void load(short[] frame, int frameWidth, int frameHeight) {
    for (int y = 0; y < height; y++) {
      int from = Math.min(y, frameHeight - 1) * frameWidth;
      for (int x = 0; x < width; x++) {
        samples[y * width + x] = (char) frame[from + Math.min(x, frameWidth - 1)];
      }
    }
  }

  /** Gives the part that the frame has. */
  void store(short[] frame, int frameWidth, int frameHeight) {
    for (int y = 0; y < frameHeight; y++) {
      for (int x = 0; x < frameWidth; x++) {
        frame[y * frameWidth + x] = (short) samples[y * width + x];
      }
    }
  }
}
