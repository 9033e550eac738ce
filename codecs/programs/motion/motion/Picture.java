package motion;

/** A decoded picture. */
final class Picture {
  final Plane[] planes;
  final BlockMap map;

  /**
   * The picture before, from which this one is predicted; null for an intra picture and once this
   * one is finished.
   */
  Picture reference;

  final boolean intra;

  Picture(Geometry geometry, Picture reference) {
    this.reference = reference;
    this.intra = reference == null;
    this.map = new BlockMap(geometry);
    this.planes = new Plane[geometry.planes];
    for (int p = 0; p < planes.length; p++) {
      planes[p] = geometry.newPlane(p);
    }
  }

  /** Makes the picture ready to be a reference. */
  void finish() {
    reference = null;
    for (Plane plane : planes) {
      plane.extend();
    }
  }
}
