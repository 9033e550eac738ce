package matching;

/** The best so far of one node on the way down the tree, with the samples it makes. */
final class Trial {
  Block winner;
  double cost;
  private final Picture pic;
  private final char[][] samples = {new char[64 * 64], new char[32 * 32], new char[32 * 32]};

  Trial(Picture pic) {
    this.pic = pic;
  }

  void begin() {
    winner = null;
    cost = Double.MAX_VALUE;
  }

  /** Takes the samples of a rectangle out of the picture. */
  void save(int x, int y, int lw, int lh) {
    copy(x, y, lw, lh, true);
  }

  /** Puts them back. */
  void restore(int x, int y, int lw, int lh) {
    copy(x, y, lw, lh, false);
  }

  private void copy(int x, int y, int lw, int lh, boolean save) {
    for (int p = 0; p < 3; p++) {
      int s = Geometry.shift(p);
      Plane plane = pic.planes[p];
      int w = Math.min(1 << (lw - s), plane.width - (x >> s));
      int h = Math.min(1 << (lh - s), plane.height - (y >> s));
      for (int r = 0; r < h; r++) {
        int at = plane.at(x >> s, (y >> s) + r);
        if (save) {
          System.arraycopy(plane.samples, at, samples[p], r << (lw - s), w);
        } else {
          System.arraycopy(samples[p], r << (lw - s), plane.samples, at, w);
        }
      }
    }
  }
}
