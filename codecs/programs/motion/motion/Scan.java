package motion;

/**
 * The order of a transform's coefficients: groups of 4x4 along diagonals, and diagonals within each
 * group.
 */
final class Scan {
  private static final Scan[] SCANS = {new Scan(2), new Scan(3), new Scan(4)};

  final int length;

  /** Order to place, row after row. */
  final int[] raster;

  /** Place to order. */
  final int[] index;

  private Scan(int log2) {
    length = 1 << (2 * log2);
    raster = new int[length];
    index = new int[length];
    int at = 0;
    int groups = 1 << (log2 - 2);
    for (int groupDiagonal = 0; groupDiagonal < 2 * groups - 1; groupDiagonal++) {
      for (int gx = 0; gx < groups; gx++) {
        int gy = groupDiagonal - gx;
        if (gy < 0 || gy >= groups) {
          continue;
        }
        for (int diagonal = 0; diagonal < 7; diagonal++) {
          for (int x = 0; x < 4; x++) {
            int y = diagonal - x;
            if (y >= 0 && y < 4) {
              raster[at] = (4 * gy + y) << log2 | (4 * gx + x);
              index[raster[at]] = at;
              at++;
            }
          }
        }
      }
    }
  }

  static Scan of(int log2) {
    return SCANS[log2 - 2];
  }
}
