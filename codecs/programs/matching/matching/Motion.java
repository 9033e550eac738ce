package matching;

/** Motion of a block: one or two references and vectors, in quarters of a luma sample. */
final class Motion {
  /** Index into the picture's references, or -1. */
  final int[] ref = {-1, -1};

  final int[] x = new int[2];
  final int[] y = new int[2];

  /** What the second prediction of a pair counts, in eighths: see {@link PairWeights}. */
  int weight = PairWeights.EVEN;

  /** The uneven motion of a block of which this is one 4x4, or null. */
  Affine affine;

  boolean bi() {
    return ref[1] >= 0;
  }

  void set(Motion other) {
    weight = other.weight;
    for (int i = 0; i < 2; i++) {
      ref[i] = other.ref[i];
      x[i] = other.x[i];
      y[i] = other.y[i];
    }
  }

  void set(int i, int reference, int mx, int my) {
    ref[i] = reference;
    x[i] = reference < 0 ? 0 : mx;
    y[i] = reference < 0 ? 0 : my;
    if (i == 1) {
      weight = PairWeights.EVEN;
    }
  }

  /** Moves a vector; all else remains. */
  void move(int i, int mx, int my) {
    x[i] = mx;
    y[i] = my;
  }

  boolean same(Motion other) {
    return ref[0] == other.ref[0]
        && ref[1] == other.ref[1]
        && x[0] == other.x[0]
        && y[0] == other.y[0]
        && x[1] == other.x[1]
        && y[1] == other.y[1]
        && weight == other.weight;
  }
}
