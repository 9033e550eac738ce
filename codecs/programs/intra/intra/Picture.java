package intra;

/** A decoded picture. */
final class Picture {
  final Plane[] planes;
  final BlockMap map;

  Picture(Geometry geometry) {
    this.map = new BlockMap(geometry);
    this.planes = new Plane[geometry.planes];
    for (int p = 0; p < planes.length; p++) {
      planes[p] = geometry.newPlane(p);
    }
  }
}
