package matching;

import java.util.Arrays;

/**
 * Predicts a rectangle of a plane from the samples to its left and above it: a plane through the
 * corners, their mean, or their continuation along one of 65 directions, leaning towards the border
 * where it is near. What is not coded yet is replaced by its nearest neighbour that is.
 *
 * <p>After VVC (H.266, 8.4.5): J. Pfaff et al., "Intra prediction and mode coding in VVC", IEEE
 * TCSVT 31(10), 2021; without its wide angles.
 */
final class IntraPredictor {
  static final int PLANAR = 0;
  static final int DC = 1;
  static final int HORIZONTAL = 18;
  static final int DIAGONAL = 34;
  static final int VERTICAL = 50;
  static final int MODES = 67;

  /** The mode of chroma that is predicted from luma. */
  static final int FROM_LUMA = 5;

  // Shift per row in 1/32 sample: modes 34 to 66 from above, 34 down to 2 from the left.
  static final int[] ANGLE = {
    -32, -29, -26, -23, -20, -18, -16, -14, -12, -10, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8,
    10, 12, 14, 16, 18, 20, 23, 26, 29, 32
  };
  private static final int[][] CUBIC = {
    {0, 64, 0, 0}, {-1, 63, 2, 0}, {-2, 62, 4, 0}, {-2, 60, 7, -1}, {-2, 58, 10, -2},
    {-3, 57, 12, -2}, {-4, 56, 14, -2}, {-4, 55, 15, -2}, {-4, 54, 16, -2}, {-5, 53, 18, -2},
    {-6, 52, 20, -2}, {-6, 49, 24, -3}, {-6, 46, 28, -4}, {-5, 44, 29, -4}, {-4, 42, 30, -4},
    {-4, 39, 33, -4}, {-4, 36, 36, -4}
  };
  private static final int[][] TAPS = new int[64][];

  static {
    for (int f = 0; f < 32; f++) {
      int[] c = CUBIC[Math.min(f, 32 - f)];
      TAPS[f] = f <= 16 ? c : new int[] {c[3], c[2], c[1], c[0]};
      TAPS[32 + f] = new int[] {16 - (f >> 1), 32 - (f >> 1), 16 + (f >> 1), f >> 1};
    }
  }

  private final Geometry geometry;
  private final BlockMap map;
  // The border in one line: from the lowest left sample (0) up to the corner and to the right.
  private final int[] border = new int[4 * 32 + 1];
  private final int[] smooth = new int[4 * 32 + 1];
  private final int[] line = new int[3 * 32 + 72];
  private int lw;
  private int lh;
  private int corner;
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

  /** Collects the border of a rectangle of that plane: then {@link #predict} as often as wanted. */
  void prepare(Plane plane, int planeIndex, int x, int y, int newLw, int newLh) {
    lw = newLw;
    lh = newLh;
    int side = (1 << lw) + (1 << lh);
    corner = side;
    int shift = Geometry.shift(planeIndex);
    int unit = 4 >> shift;
    int known = -1;
    int firstKnown = -1;
    for (int i = side - unit; i >= 0; i -= unit) {
      boolean there = map.find((x - 1) << shift, (y + i) << shift) >= 0;
      for (int k = unit - 1; k >= 0; k--) {
        int at = side - 1 - i - k;
        if (there) {
          border[at] = plane.samples[plane.at(x - 1, y + i + k)];
          firstKnown = firstKnown < 0 ? at : firstKnown;
          known = at;
        } else if (known >= 0) {
          border[at] = border[known];
        }
      }
    }
    if (map.find((x - 1) << shift, (y - 1) << shift) >= 0) {
      border[side] = plane.samples[plane.at(x - 1, y - 1)];
      firstKnown = firstKnown < 0 ? side : firstKnown;
      known = side;
    } else if (known >= 0) {
      border[side] = border[known];
    }
    for (int i = 0; i < side; i += unit) {
      boolean there = map.find((x + i) << shift, (y - 1) << shift) >= 0;
      for (int k = 0; k < unit; k++) {
        int at = side + 1 + i + k;
        if (there) {
          border[at] = plane.samples[plane.at(x + i + k, y - 1)];
          firstKnown = firstKnown < 0 ? at : firstKnown;
          known = at;
        } else if (known >= 0) {
          border[at] = border[known];
        }
      }
    }
    if (firstKnown < 0) {
      Arrays.fill(border, 0, 2 * side + 1, (geometry.maxSample + 1) >> 1);
    } else {
      Arrays.fill(border, 0, firstKnown, border[firstKnown]);
    }
    smoothable = planeIndex == 0 && lw + lh >= 6;
    if (smoothable) {
      smooth[0] = border[0];
      smooth[2 * side] = border[2 * side];
      for (int i = 1; i < 2 * side; i++) {
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
    int w = 1 << lw;
    int h = 1 << lh;
    int right = from[corner + w + 1];
    int below = from[corner - h - 1];
    for (int y = 0; y < h; y++) {
      int left = from[corner - 1 - y];
      for (int x = 0; x < w; x++) {
        int above = from[corner + 1 + x];
        int across = ((w - 1 - x) * left + (x + 1) * right) << lh;
        int down = ((h - 1 - y) * above + (y + 1) * below) << lw;
        out[offset + y * stride + x] = (char) ((across + down + w * h) >> (lw + lh + 1));
      }
    }
    edges(out, offset, stride);
  }

  private void dc(char[] out, int offset, int stride) {
    int w = 1 << lw;
    int h = 1 << lh;
    int sum = 0;
    int count = 0;
    if (w >= h) {
      for (int i = 0; i < w; i++) {
        sum += border[corner + 1 + i];
      }
      count += w;
    }
    if (h >= w) {
      for (int i = 0; i < h; i++) {
        sum += border[corner - 1 - i];
      }
      count += h;
    }
    char mean = (char) ((sum + (count >> 1)) / count);
    for (int y = 0; y < h; y++) {
      Arrays.fill(out, offset + y * stride, offset + y * stride + w, mean);
    }
    edges(out, offset, stride);
  }

  // What lies near the border leans towards it.
  private void edges(char[] out, int offset, int stride) {
    int w = 1 << lw;
    int h = 1 << lh;
    int scale = (lw + lh - 2) >> 2;
    for (int y = 0; y < h; y++) {
      int wt = 32 >> Math.min(31, (y << 1) >> scale);
      int left = border[corner - 1 - y];
      for (int x = 0; x < w; x++) {
        int wl = 32 >> Math.min(31, (x << 1) >> scale);
        if (wl == 0 && wt == 0) {
          break;
        }
        int at = offset + y * stride + x;
        int v = out[at];
        v += (wl * (left - v) + wt * (border[corner + 1 + x] - v) + 32) >> 6;
        out[at] = (char) Math.clamp(v, 0, geometry.maxSample);
      }
    }
  }

  private void angular(int mode, char[] out, int offset, int stride) {
    boolean vertical = mode >= DIAGONAL;
    // Along the side that the direction comes from, and away from it.
    int across = vertical ? 1 << lw : 1 << lh;
    int away = vertical ? 1 << lh : 1 << lw;
    int angle = vertical ? ANGLE[mode - DIAGONAL] : ANGLE[DIAGONAL - mode];
    int distance = Math.min(Math.abs(mode - HORIZONTAL), Math.abs(mode - VERTICAL));
    int size = (lw + lh) >> 1;
    boolean soft = smoothable && distance > (size <= 3 ? 14 : size == 4 ? 2 : 0);
    int[] from = soft && (angle & 31) == 0 ? smooth : border;
    // line[start + i] is the i-th sample of the side, line[start] the corner. Samples of the other
    // side that a negative angle reaches are projected in front of it.
    int start = away + 2;
    int step = vertical ? 1 : -1;
    int length = across + away;
    for (int i = 0; i <= length; i++) {
      line[start + i] = from[corner + step * i];
    }
    line[start + length + 1] = line[start + length];
    line[start + length + 2] = line[start + length];
    if (angle < 0) {
      int reach = (away * angle) >> 5;
      for (int i = -1; i >= reach; i--) {
        int project = (i * 32 * 2 + angle) / (2 * angle);
        line[start + i] = from[corner - step * Math.min(project, length)];
      }
      line[start + reach - 1] = line[start + reach];
    }
    int stepMinor = vertical ? 1 : stride;
    int stepMajor = vertical ? stride : 1;
    int max = geometry.maxSample;
    for (int major = 0; major < away; major++) {
      int position = (major + 1) * angle;
      int at = start + 1 + (position >> 5);
      int fraction = position & 31;
      int to = offset + major * stepMajor;
      if (fraction == 0) {
        for (int minor = 0; minor < across; minor++) {
          out[to + minor * stepMinor] = (char) line[at + minor];
        }
      } else {
        int[] t = TAPS[fraction + (soft ? 32 : 0)];
        for (int minor = 0; minor < across; minor++) {
          int v =
              (t[0] * line[at + minor - 1]
                      + t[1] * line[at + minor]
                      + t[2] * line[at + minor + 1]
                      + t[3] * line[at + minor + 2]
                      + 32)
                  >> 6;
          out[to + minor * stepMinor] = (char) (v < 0 ? 0 : v > max ? max : v);
        }
      }
    }
    lean(angle, step, across, away, out, offset, stepMinor, stepMajor);
  }

  // Directions that come from one side lean towards the other where they start beside it.
  private void lean(
      int angle,
      int step,
      int across,
      int away,
      char[] out,
      int offset,
      int stepMinor,
      int stepMajor) {
    int scale;
    int inverse = 0;
    if (angle > 0) {
      inverse = (512 * 32 + angle / 2) / angle;
      int log2 = 31 - Integer.numberOfLeadingZeros(away);
      scale = Math.min(2, log2 - (31 - Integer.numberOfLeadingZeros(3 * inverse - 2) - 8));
    } else if (angle == 0) {
      scale = (lw + lh - 2) >> 2;
    } else {
      return;
    }
    if (scale < 0) {
      return;
    }
    int max = geometry.maxSample;
    int reach = Math.min(across, 3 << scale);
    for (int minor = 0; minor < reach; minor++) {
      int w = 32 >> ((minor << 1) >> scale);
      if (w == 0) {
        break;
      }
      int shift = angle > 0 ? ((minor + 1) * inverse + 256) >> 9 : 0;
      for (int major = 0; major < away; major++) {
        int at = offset + major * stepMajor + minor * stepMinor;
        int v = out[at];
        if (angle == 0) {
          v += (w * (border[corner - step * (major + 1)] - border[corner]) + 32) >> 6;
        } else {
          int k = Math.min(across + away, major + 1 + shift);
          v += (w * (border[corner - step * k] - v) + 32) >> 6;
        }
        out[at] = (char) (v < 0 ? 0 : v > max ? max : v);
      }
    }
  }
}
