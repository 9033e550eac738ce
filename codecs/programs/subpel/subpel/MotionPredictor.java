package subpel;

/**
 * Guesses a block's motion from its neighbours in the picture and from the same place in the
 * nearest reference. A vector that points to another reference than wanted is stretched by the
 * distances in time.
 */
final class MotionPredictor {
  static final int CANDIDATES = 5;

  private final Picture picture;
  private final BlockMap map;
  private final Motion[] merges = new Motion[CANDIDATES];
  private final Motion scratch = new Motion();
  private int count;

  /** The two predictors of a vector, as {@link #predict} left them. */
  final int[] predictedX = new int[2];

  final int[] predictedY = new int[2];

  MotionPredictor(Picture picture) {
    this.picture = picture;
    this.map = picture.map;
    for (int i = 0; i < CANDIDATES; i++) {
      merges[i] = new Motion();
    }
  }

  /**
   * The motions that a block may take over, best guess first, always {@link #CANDIDATES} of them.
   */
  Motion[] merges(int x, int y, int size) {
    count = 0;
    mergeSpatial(x - 1, y + size - 1);
    mergeSpatial(x + size - 1, y - 1);
    mergeSpatial(x + size, y - 1);
    mergeSpatial(x - 1, y + size);
    if (count < 4) {
      mergeSpatial(x - 1, y - 1);
    }
    if (!mergeTemporal(x + size, y + size)) {
      mergeTemporal(x + size / 2, y + size / 2);
    }
    int spatial = count;
    for (int i = 0; i < spatial && count < CANDIDATES; i++) {
      for (int k = i + 1; k < spatial && count < CANDIDATES; k++) {
        combine(merges[i], merges[k]);
      }
    }
    for (int r = 0; count < CANDIDATES; r++) {
      Motion zero = merges[count++];
      zero.set(0, Math.min(r, picture.references.length - 1), 0, 0);
      zero.set(1, Motion.NONE, 0, 0);
    }
    return merges;
  }

  private void mergeSpatial(int x, int y) {
    int at = map.find(x, y);
    if (at >= 0 && map.isInter(at) && count < CANDIDATES) {
      map.motion(at, merges[count]);
      keepIfNew();
    }
  }

  private void combine(Motion a, Motion b) {
    if (a.two() || b.two() || a.same(b)) {
      return;
    }
    merges[count].set(0, a.reference[0], a.x[0], a.y[0]);
    merges[count].set(1, b.reference[0], b.x[0], b.y[0]);
    keepIfNew();
  }

  private boolean mergeTemporal(int x, int y) {
    if (count == CANDIDATES || !temporal(x, y, 0)) {
      return false;
    }
    merges[count].set(0, 0, scratch.x[0], scratch.y[0]);
    merges[count].set(1, Motion.NONE, 0, 0);
    keepIfNew();
    return true;
  }

  private void keepIfNew() {
    for (int i = 0; i < count; i++) {
      if (merges[i].same(merges[count])) {
        return;
      }
    }
    count++;
  }

  /** Sets {@link #predictedX} and {@link #predictedY} for a vector to that reference. */
  void predict(int x, int y, int size, int reference) {
    count = 0;
    predictSpatial(x - 1, y + size - 1, reference);
    predictSpatial(x + size - 1, y - 1, reference);
    predictSpatial(x + size, y - 1, reference);
    predictSpatial(x - 1, y + size, reference);
    predictSpatial(x - 1, y - 1, reference);
    if (count < 2
        && (temporal(x + size, y + size, reference)
            || temporal(x + size / 2, y + size / 2, reference))) {
      addPredictor(scratch.x[0], scratch.y[0]);
    }
    for (; count < 2; count++) {
      predictedX[count] = 0;
      predictedY[count] = 0;
    }
  }

  private void predictSpatial(int x, int y, int reference) {
    int at = map.find(x, y);
    if (at < 0 || !map.isInter(at) || count == 2) {
      return;
    }
    int best = map.reference(at, 0) != reference && map.reference(at, 1) == reference ? 1 : 0;
    int other = map.reference(at, best);
    addPredictor(
        stretch(map.vectorX(at, best), distance(reference), distance(other)),
        stretch(map.vectorY(at, best), distance(reference), distance(other)));
  }

  private void addPredictor(int x, int y) {
    if (count == 0 || (count == 1 && (predictedX[0] != x || predictedY[0] != y))) {
      predictedX[count] = x;
      predictedY[count] = y;
      count++;
    }
  }

  // The vector at that place of the nearest reference, stretched, in scratch.
  private boolean temporal(int x, int y, int reference) {
    Picture nearest = picture.references[0];
    // One block in each direction of 16 samples is enough, and cheaper to hold.
    int at = nearest.map.find(x & ~15, y & ~15);
    if (at < 0 || !nearest.map.isInter(at)) {
      return false;
    }
    int theirs = nearest.order - nearest.referenceOrders[nearest.map.reference(at, 0)];
    scratch.set(
        0,
        reference,
        stretch(nearest.map.vectorX(at, 0), distance(reference), theirs),
        stretch(nearest.map.vectorY(at, 0), distance(reference), theirs));
    return true;
  }

  private int distance(int reference) {
    return picture.order - picture.referenceOrders[reference];
  }

  private static int stretch(int vector, int wanted, int found) {
    if (wanted == found) {
      return vector;
    }
    int product = 2 * vector * wanted;
    int rounded = (product + (product >= 0 == found > 0 ? found : -found)) / (2 * found);
    return Math.clamp(rounded, -8191, 8191);
  }
}
