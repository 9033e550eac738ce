package subpel;

/** A decoded picture with what later pictures need of it. */
final class Picture {
  final Plane[] planes;
  final BlockMap map;

  /** Its place in display order, counted from the last key frame. */
  final int order;

  /** The pictures it is predicted from, nearest first; empty for an intra picture. */
  Picture[] references;

  /** The display order of each reference, which outlives {@link #references}. */
  final int[] referenceOrders;

  Picture(Geometry geometry, int order, Picture[] references) {
    this.order = order;
    this.references = references;
    this.referenceOrders = new int[references.length];
    for (int i = 0; i < references.length; i++) {
      referenceOrders[i] = references[i].order;
    }
    this.map = new BlockMap(geometry);
    this.planes = new Plane[geometry.planes];
    for (int p = 0; p < planes.length; p++) {
      planes[p] = geometry.newPlane(p);
    }
  }

  /** Lets go of the references once the picture is finished: each would hold on to its own. */
  void forgetReferences() {
    references = new Picture[0];
  }
}
