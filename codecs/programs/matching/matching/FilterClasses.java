package matching;

/**
 * Sorts the 4x4 squares of a picture by how active they are and in which direction, so that each
 * sort may have a filter of its own, as may squares at the left or upper edge of a transform: M.
 * Karczewicz et al., "VVC in-loop filters", IEEE TCSVT 31(10), 2021 (H.266, 8.8.5.3).
 */
final class FilterClasses {
  static final int COUNT = 30;

  /** From here on the classes of squares at an edge of a transform, by activity. */
  private static final int EDGES = 25;

  /** Ways to turn a filter so that it lies along the square's direction. */
  static final int TURNS = 4;

  private static final int[] ACTIVITY = {0, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4};

  final int width;

  /** Per square its class times 4, plus its turn. */
  final byte[] of;

  FilterClasses(Picture pic) {
    Plane p = pic.planes[0];
    int depthShift = pic.g.depthShift;
    byte[] edges = pic.map.edges;
    width = p.width >> 2;
    int height = p.height >> 2;
    of = new byte[width * height];
    // Sums over each square of second differences in four directions.
    int[][] sums = new int[4][width * height];
    for (int y = 0; y < p.height; y++) {
      int above = Math.max(0, y - 1) * p.width;
      int here = y * p.width;
      int below = Math.min(p.height - 1, y + 1) * p.width;
      for (int x = y & 1; x < p.width; x += 2) {
        int l = Math.max(0, x - 1);
        int r = Math.min(p.width - 1, x + 1);
        char[] s = p.samples;
        int twice = 2 * s[here + x];
        int at = (y >> 2) * width + (x >> 2);
        sums[0][at] += Math.abs(twice - s[here + l] - s[here + r]);
        sums[1][at] += Math.abs(twice - s[above + x] - s[below + x]);
        sums[2][at] += Math.abs(twice - s[above + l] - s[below + r]);
        sums[3][at] += Math.abs(twice - s[above + r] - s[below + l]);
      }
    }
    int[] g = new int[4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int d = 0; d < 4; d++) {
          g[d] = 0;
          for (int i = 0; i < 9; i++) {
            int ny = Math.clamp(y + i / 3 - 1, 0, height - 1);
            int nx = Math.clamp(x + i % 3 - 1, 0, width - 1);
            g[d] += sums[d][ny * width + nx] * (i == 4 ? 2 : 1);
          }
        }
        int sort = sort(g, depthShift);
        int at = y * width + x;
        boolean edge = (edges[at] & (BlockMap.LEFT_EDGE | BlockMap.TOP_EDGE)) != 0;
        of[at] = (byte) (edge ? EDGES * TURNS + sort % (5 * TURNS) : sort);
      }
    }
  }

  private static int sort(int[] g, int depthShift) {
    int activity = ACTIVITY[Math.min(15, ((g[0] + g[1]) * 3) >> (8 + depthShift))];
    boolean horizontal = g[0] > g[1];
    boolean falling = g[2] > g[3];
    long most = Math.max(g[0], g[1]);
    long least = Math.min(g[0], g[1]);
    long mostDiagonal = Math.max(g[2], g[3]);
    long leastDiagonal = Math.min(g[2], g[3]);
    int direction;
    long high;
    long low;
    if (mostDiagonal * least > most * leastDiagonal) {
      direction = 0;
      high = mostDiagonal;
      low = leastDiagonal;
    } else {
      direction = 2;
      high = most;
      low = least;
    }
    int strength = high * 2 > 9 * low ? 2 : high > 2 * low ? 1 : 0;
    int sort = strength == 0 ? 0 : direction + strength;
    return (sort * 5 + activity) * TURNS + (falling ? 1 : 0) * 2 + (horizontal ? 1 : 0);
  }

  /** Turns the place of a tap. */
  static int turnedX(int turn, int x, int y) {
    return switch (turn) {
      case 1 -> y;
      case 2 -> -x;
      case 3 -> -y;
      default -> x;
    };
  }

  static int turnedY(int turn, int x, int y) {
    return switch (turn) {
      case 1, 3 -> x;
      default -> y;
    };
  }
}
