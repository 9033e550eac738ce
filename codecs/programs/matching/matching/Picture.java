package matching;

/** A picture: its samples, what is known of its blocks, and its references. */
final class Picture {
  final Geometry g;
  final Plane[] planes;
  final BlockMap map;

  /** When it is shown. */
  int time;

  /** How deep it lies in the pyramid: 0 for key pictures. */
  int level;

  int qp;

  /** An encoder's: what errors count where, or null for the same everywhere. */
  Importance importance;

  Picture[] references = {};

  /** The times of {@link #references}, which remain when these are forgotten. */
  int[] referenceTimes = {};

  /** What other pictures predict from, once it is finished. */
  Interpolator samples;

  Picture(Geometry g, Plane[] planes) {
    this.g = g;
    this.planes = planes;
    this.map = new BlockMap(g);
  }

  /** To be called when its samples are final. */
  void finish(boolean keepPhases) {
    references = new Picture[0];
    samples = new Interpolator(g, planes, keepPhases);
  }
}
