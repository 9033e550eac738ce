package subpel;

/**
 * A reference's luma at all 16 quarter-sample phases, so that the motion search only compares. The
 * samples equal those of {@link Interpolator}; each phase has the layout of the plane itself.
 */
final class Phases {
  private final Plane plane;
  private final char[][] phases = new char[16][];

  Phases(Plane plane, int maxSample) {
    this.plane = plane;
    int size = plane.samples.length;
    int[] rows = new int[size];
    for (int fx = 0; fx < 4; fx++) {
      horizontal(plane.samples, rows, Interpolator.LUMA[fx]);
      for (int fy = 0; fy < 4; fy++) {
        phases[4 * fy + fx] = new char[size];
        if (fx == 0 && fy == 0) {
          System.arraycopy(plane.samples, 0, phases[0], 0, size);
        } else {
          vertical(rows, phases[4 * fy + fx], Interpolator.LUMA[fy], maxSample);
        }
      }
    }
  }

  char[] samples(int vectorX, int vectorY) {
    return phases[4 * (vectorY & 3) + (vectorX & 3)];
  }

  /** Where the block at (x, y) moved by that vector begins in {@link #samples}. */
  int at(int x, int y, int size, int vectorX, int vectorY) {
    return plane.at(
        Interpolator.clampPosition(x + (vectorX >> 2), size, plane.width),
        Interpolator.clampPosition(y + (vectorY >> 2), size, plane.height));
  }

  int stride() {
    return plane.stride;
  }

  private static void horizontal(char[] in, int[] out, int[] t) {
    int t0 = t[0];
    int t1 = t[1];
    int t2 = t[2];
    int t3 = t[3];
    int t4 = t[4];
    int t5 = t[5];
    int t6 = t[6];
    int t7 = t[7];
    for (int i = 3; i < in.length - 4; i++) {
      out[i] =
          t0 * in[i - 3]
              + t1 * in[i - 2]
              + t2 * in[i - 1]
              + t3 * in[i]
              + t4 * in[i + 1]
              + t5 * in[i + 2]
              + t6 * in[i + 3]
              + t7 * in[i + 4];
    }
  }

  private void vertical(int[] in, char[] out, int[] t, int maxSample) {
    int s = plane.stride;
    int t0 = t[0];
    int t1 = t[1];
    int t2 = t[2];
    int t3 = t[3];
    int t4 = t[4];
    int t5 = t[5];
    int t6 = t[6];
    int t7 = t[7];
    for (int i = 3 * s; i < in.length - 4 * s; i++) {
      int sum =
          t0 * in[i - 3 * s]
              + t1 * in[i - 2 * s]
              + t2 * in[i - s]
              + t3 * in[i]
              + t4 * in[i + s]
              + t5 * in[i + 2 * s]
              + t6 * in[i + 3 * s]
              + t7 * in[i + 4 * s];
      out[i] = (char) Math.max(0, Math.min(maxSample, (sum + (1 << 11)) >> 12));
    }
  }
}
