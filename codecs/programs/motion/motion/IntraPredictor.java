package motion;

import java.util.Arrays;

/**
 * Predicts a square of a plane from the samples to its left and above it: a plane through the
 * corners, their mean, or their continuation along one of 33 directions. What is not coded yet is
 * replaced by its nearest neighbour that is.
 */
final class IntraPredictor {
  static final int PLANAR = 0;
  static final int DC = 1;
  static final int HORIZONTAL = 10;
  static final int VERTICAL = 26;
  static final int MODES = 35;

  // Shift per row in 1/32 sample: modes 18 to 34 from above, 18 down to 2 from the left.
  private static final int[] ANGLE = {
    -32, -26, -21, -17, -13, -9, -5, -2, 0, 2, 5, 9, 13, 17, 21, 26, 32
  };

  private final Geometry geometry;
  private final BlockMap map;
  // The border in one line: from the lowest left sample (0) up to the corner (2n) and right to 4n.
  private final int[] border = new int[4 * 16 + 1];
  private final int[] smooth = new int[4 * 16 + 1];
  private final int[] line = new int[3 * 16 + 1];
  private int log2;
  private boolean luma;
  private boolean smoothable;

  IntraPredictor(Geometry geometry, BlockMap map) {
    this.geometry = geometry;
    this.map = map;
  }

  /** The mode of chroma that {@code code} stands for beside luma's mode. */
  static int chromaMode(int code, int lumaMode) {
    int mode =
        switch (code) {
          case 1 -> PLANAR;
          case 2 -> VERTICAL;
          case 3 -> HORIZONTAL;
          case 4 -> DC;
          default -> lumaMode;
        };
    // Luma's mode is code 0 already: the free code is the steepest diagonal.
    return code > 0 && mode == lumaMode ? MODES - 1 : mode;
  }

  /**
   * Collects the border of the square at (x, y) of that plane: then {@link #predict} as often as
   * wanted.
   */
  void prepare(Plane plane, int planeIndex, int x, int y, int newLog2) {
    log2 = newLog2;
    luma = planeIndex == 0;
    int n = 1 << log2;
    int shiftX = geometry.shiftX(planeIndex);
    int shiftY = geometry.shiftY(planeIndex);
    int unitX = 4 >> shiftX;
    int unitY = 4 >> shiftY;
    int known = -1;
    int firstKnown = -1;
    for (int i = 2 * n - unitY; i >= 0; i -= unitY) {
      boolean there = map.find((x - 1) << shiftX, (y + i) << shiftY) >= 0;
      for (int k = unitY - 1; k >= 0; k--) {
        int at = 2 * n - 1 - i - k;
        if (there) {
          border[at] = plane.samples[plane.at(x - 1, y + i + k)];
          firstKnown = firstKnown < 0 ? at : firstKnown;
          known = at;
        } else if (known >= 0) {
          border[at] = border[known];
        }
      }
    }
    if (map.find((x - 1) << shiftX, (y - 1) << shiftY) >= 0) {
      border[2 * n] = plane.samples[plane.at(x - 1, y - 1)];
      firstKnown = firstKnown < 0 ? 2 * n : firstKnown;
      known = 2 * n;
    } else if (known >= 0) {
      border[2 * n] = border[known];
    }
    for (int i = 0; i < 2 * n; i += unitX) {
      boolean there = map.find((x + i) << shiftX, (y - 1) << shiftY) >= 0;
      for (int k = 0; k < unitX; k++) {
        int at = 2 * n + 1 + i + k;
        if (there) {
          border[at] = plane.samples[plane.at(x + i + k, y - 1)];
          firstKnown = firstKnown < 0 ? at : firstKnown;
          known = at;
        } else if (known >= 0) {
          border[at] = border[known];
        }
      }
    }
    for (int i = 0; i < firstKnown; i++) {
      border[i] = border[firstKnown];
    }
    if (firstKnown < 0) {
      Arrays.fill(border, 0, 4 * n + 1, (geometry.maxSample + 1) >> 1);
    }
    smoothable = luma && log2 >= 3;
    if (smoothable) {
      smooth[0] = border[0];
      smooth[4 * n] = border[4 * n];
      for (int i = 1; i < 4 * n; i++) {
        smooth[i] = (border[i - 1] + 2 * border[i] + border[i + 1] + 2) >> 2;
      }
    }
  }

  /** Writes the prediction of that mode, {@code stride} apart. */
  void predict(int mode, char[] out, int offset, int stride) {
    if (mode == PLANAR) {
      planar(smoothable ? smooth : border, out, offset, stride);
    } else if (mode == DC) {
      dc(out, offset, stride);
    } else {
      angular(mode, out, offset, stride);
    }
  }

  private void planar(int[] from, char[] out, int offset, int stride) {
    int n = 1 << log2;
    int right = from[3 * n + 1];
    int below = from[n - 1];
    for (int y = 0; y < n; y++) {
      int left = from[2 * n - 1 - y];
      for (int x = 0; x < n; x++) {
        int above = from[2 * n + 1 + x];
        int sum = (n - 1 - x) * left + (x + 1) * right + (n - 1 - y) * above + (y + 1) * below;
        out[offset + y * stride + x] = (char) ((sum + n) >> (log2 + 1));
      }
    }
  }

  private void dc(char[] out, int offset, int stride) {
    int n = 1 << log2;
    int sum = n;
    for (int i = 0; i < n; i++) {
      sum += border[2 * n - 1 - i] + border[2 * n + 1 + i];
    }
    int mean = sum >> (log2 + 1);
    for (int y = 0; y < n; y++) {
      Arrays.fill(out, offset + y * stride, offset + y * stride + n, (char) mean);
    }
    if (luma) {
      out[offset] = (char) ((border[2 * n - 1] + 2 * mean + border[2 * n + 1] + 2) >> 2);
      for (int i = 1; i < n; i++) {
        out[offset + i] = (char) ((border[2 * n + 1 + i] + 3 * mean + 2) >> 2);
        out[offset + i * stride] = (char) ((border[2 * n - 1 - i] + 3 * mean + 2) >> 2);
      }
    }
  }

  private void angular(int mode, char[] out, int offset, int stride) {
    int n = 1 << log2;
    boolean vertical = mode >= 18;
    int angle = vertical ? ANGLE[mode - 18] : ANGLE[18 - mode];
    int distance = Math.min(Math.abs(mode - HORIZONTAL), Math.abs(mode - VERTICAL));
    int[] from = smoothable && distance > (log2 == 3 ? 7 : 1) ? smooth : border;
    // line[n + i] is the i-th sample of the side that the direction comes from; line[n] the corner.
    // Samples
    // of the other side that a negative angle reaches are projected in front of it.
    int step = vertical ? 1 : -1;
    int last = angle < 0 ? n : 2 * n;
    for (int i = 0; i <= last; i++) {
      line[n + i] = from[2 * n + step * i];
    }
    if (angle < 0) {
      int reach = (n * angle) >> 5;
      for (int i = -1; i >= reach; i--) {
        int project = (i * 32 * 2 + angle) / (2 * angle);
        line[n + i] = from[2 * n - step * Math.min(project, 2 * n)];
      }
    }
    int stepMinor = vertical ? 1 : stride;
    int stepMajor = vertical ? stride : 1;
    for (int major = 0; major < n; major++) {
      int position = (major + 1) * angle;
      int at = n + 1 + (position >> 5);
      int fraction = position & 31;
      int to = offset + major * stepMajor;
      for (int minor = 0; minor < n; minor++) {
        int value =
            fraction == 0
                ? line[at + minor]
                : ((32 - fraction) * line[at + minor] + fraction * line[at + minor + 1] + 16) >> 5;
        out[to + minor * stepMinor] = (char) value;
      }
    }
    if (angle == 0 && luma) {
      for (int major = 0; major < n; major++) {
        int slope = (from[2 * n - step * (major + 1)] - from[2 * n]) >> 1;
        int value = from[2 * n + step] + slope;
        out[offset + major * stepMajor] = (char) Math.clamp(value, 0, geometry.maxSample);
      }
    }
  }
}
