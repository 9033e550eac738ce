package matching;

/** A picture: its samples, what is known of its blocks, and its references. */
final class Picture {
  final Geometry g;
  final Plane[] planes;

  /** What is known of its blocks; null of a source, which has none. */
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

  /** One that is to be coded. */
  Picture(Geometry g) {
    this(g, g.newPlanes(), new BlockMap(g));
  }

  private Picture(Geometry g, Plane[] planes, BlockMap map) {
    this.g = g;
    this.planes = planes;
    this.map = map;
  }

  /** A frame of the source. */
  static Picture ofSource(Geometry g, Plane[] planes) {
    return new Picture(g, planes, null);
  }

  /** To be called when its samples are final. */
  void finish(boolean keepPhases) {
    references = new Picture[0];
    samples = new Interpolator(g, planes, keepPhases);
  }
}
