package subpel;

/** Keeps the samples of a block while the encoder tries something else in its place. */
final class Snapshot {
  private final Geometry geometry;
  private final char[][] samples;

  Snapshot(Geometry geometry, int log2) {
    this.geometry = geometry;
    this.samples = new char[geometry.planes][1 << (2 * log2)];
  }

  void save(Picture picture, int x, int y, int size) {
    copy(picture, x, y, size, true);
  }

  void restore(Picture picture, int x, int y, int size) {
    copy(picture, x, y, size, false);
  }

  private void copy(Picture picture, int x, int y, int size, boolean save) {
    for (int p = 0; p < geometry.planes; p++) {
      Plane plane = picture.planes[p];
      int width = size >> geometry.shiftX(p);
      int height = size >> geometry.shiftY(p);
      for (int row = 0; row < height; row++) {
        int at = plane.at(x >> geometry.shiftX(p), (y >> geometry.shiftY(p)) + row);
        if (save) {
          System.arraycopy(plane.samples, at, samples[p], row * width, width);
        } else {
          System.arraycopy(samples[p], row * width, plane.samples, at, width);
        }
      }
    }
  }
}
