package matching;

/**
 * Notices that a frame shows another scene than the one before: even the best match in the earlier
 * frame, at a quarter of the size, is farther from the blocks of the new one than a flat colour
 * would be.
 */
final class SceneCut {
  private static final int LEAST_DIFFERENCE = 6; // tune: 2..24
  private static final int REACH = 6;

  private final int width;
  private final int height;
  private final int depthShift;
  private int[] previous;

  SceneCut(Geometry geometry) {
    this.width = geometry.width >> 2;
    this.height = geometry.height >> 2;
    this.depthShift = geometry.format.bitDepth() - 8;
  }

  /** Takes the luma of the next frame; true if it does not continue the one before. */
  boolean begins(Plane luma) {
    int[] current = shrink(luma);
    int[] before = previous;
    previous = current;
    if (before == null) {
      return false;
    }
    long moved = 0;
    long flat = 0;
    int blocks = 0;
    for (int y = 0; y + 4 <= height; y += 4) {
      for (int x = 0; x + 4 <= width; x += 4) {
        moved += bestMatch(before, current, x, y);
        flat += deviation(current, x, y);
        blocks++;
      }
    }
    return blocks > 0
        && moved > flat
        && moved > ((long) LEAST_DIFFERENCE << depthShift) * 16 * blocks;
  }

  // Means of 4x4 samples.
  private int[] shrink(Plane luma) {
    int[] small = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int sum = 8;
        for (int row = 0; row < 4; row++) {
          int at = luma.at(4 * x, 4 * y + row);
          sum +=
              luma.samples[at] + luma.samples[at + 1] + luma.samples[at + 2] + luma.samples[at + 3];
        }
        small[y * width + x] = sum >> 4;
      }
    }
    return small;
  }

  private int bestMatch(int[] before, int[] current, int x, int y) {
    int best = Integer.MAX_VALUE;
    for (int fromY = Math.max(0, y - REACH); fromY <= Math.min(height - 4, y + REACH); fromY++) {
      for (int fromX = Math.max(0, x - REACH); fromX <= Math.min(width - 4, x + REACH); fromX++) {
        int sum = 0;
        for (int i = 0; i < 16 && sum < best; i++) {
          int a = current[(y + (i >> 2)) * width + x + (i & 3)];
          sum += Math.abs(a - before[(fromY + (i >> 2)) * width + fromX + (i & 3)]);
        }
        best = Math.min(best, sum);
      }
    }
    return best;
  }

  private int deviation(int[] current, int x, int y) {
    int sum = 8;
    for (int i = 0; i < 16; i++) {
      sum += current[(y + (i >> 2)) * width + x + (i & 3)];
    }
    int mean = sum >> 4;
    int deviation = 0;
    for (int i = 0; i < 16; i++) {
      deviation += Math.abs(current[(y + (i >> 2)) * width + x + (i & 3)] - mean);
    }
    return deviation;
  }
}
