package matching;

/**
 * The order of a transform's coefficients: groups of 4x4 (narrower where the transform is) along
 * diagonals, and diagonals within each group.
 */
final class Scan {
  private static final Scan[] SCANS = new Scan[36];

  static {
    for (int lw = 1; lw < 6; lw++) {
      for (int lh = 1; lh < 6; lh++) {
        SCANS[lw * 6 + lh] = new Scan(lw, lh);
      }
    }
  }

  final int length;

  /** Order to place, row after row. */
  final int[] raster;

  /** Place to order. */
  final int[] index;

  private Scan(int lw, int lh) {
    length = 1 << (lw + lh);
    raster = new int[length];
    index = new int[length];
    int gw = Math.min(2, lw);
    int gh = Math.min(2, lh);
    int columns = 1 << (lw - gw);
    int rows = 1 << (lh - gh);
    int at = 0;
    for (int group = 0; group < columns + rows - 1; group++) {
      for (int gx = 0; gx < columns; gx++) {
        int gy = group - gx;
        if (gy < 0 || gy >= rows) {
          continue;
        }
        for (int diagonal = 0; diagonal < (1 << gw) + (1 << gh) - 1; diagonal++) {
          for (int x = 0; x < 1 << gw; x++) {
            int y = diagonal - x;
            if (y >= 0 && y < 1 << gh) {
              raster[at] = ((gy << gh) + y) << lw | ((gx << gw) + x);
              index[raster[at]] = at;
              at++;
            }
          }
        }
      }
    }
  }

  static Scan of(int lw, int lh) {
    return SCANS[lw * 6 + lh];
  }
}
