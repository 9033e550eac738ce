package subpel;

/**
 * Finds vectors: whole samples first, by descent from several guesses, then halves and quarters
 * around the best.
 */
final class InterSearch {
  private static final int STEPS = 24; // tune: 4..64

  private static final int[] HEXAGON_X = {-2, -1, 1, 2, 1, -1};
  private static final int[] HEXAGON_Y = {0, -2, -2, 0, 2, 2};
  private static final int[] SQUARE_X = {-1, 0, 1, -1, 1, -1, 0, 1};
  private static final int[] SQUARE_Y = {-1, -1, -1, 0, 0, 1, 1, 1};

  private final Plane source;
  private final Phases[] references;
  private final MotionPredictor predictor;
  private final Lambda lambda;
  private final Difference difference = new Difference();
  private final char[] mean = new char[32 * 32];

  // The block in hand.
  private int x;
  private int y;
  private int size;
  private int reference;
  private int vectorX;
  private int vectorY;
  private long cost;

  InterSearch(Plane source, Phases[] references, MotionPredictor predictor, Lambda lambda) {
    this.source = source;
    this.references = references;
    this.predictor = predictor;
    this.lambda = lambda;
  }

  /**
   * Finds the best single vector to one reference.
   *
   * @param block takes the motion and the choice of predictor
   * @param guesses motions to start from beside the predictors
   * @param larger what was found for the block that this one is a quarter of
   * @return its cost by transformed differences
   */
  long search(Block block, int newReference, Motion[] guesses, Motion larger) {
    x = block.x;
    y = block.y;
    size = 1 << block.log2;
    reference = newReference;
    cost = Long.MAX_VALUE;
    predictor.predict(x, y, size, reference);
    tryWhole(0, 0);
    for (int i = 0; i < 2; i++) {
      tryWhole(predictor.predictedX[i], predictor.predictedY[i]);
    }
    tryWhole(larger);
    for (Motion guess : guesses) {
      tryWhole(guess);
    }
    descend();
    cost = Long.MAX_VALUE;
    tryFraction(vectorX, vectorY);
    for (int i = 0; i < 2; i++) {
      tryFraction(predictor.predictedX[i], predictor.predictedY[i]);
    }
    refine(2);
    refine(1);
    block.motion.set(0, reference, vectorX, vectorY);
    block.motion.set(1, Motion.NONE, 0, 0);
    block.predictor[0] = bestPredictor(vectorX, vectorY);
    return cost;
  }

  private void tryWhole(Motion guess) {
    for (int h = 0; h < 2; h++) {
      if (guess.reference[h] == reference) {
        tryWhole(guess.x[h], guess.y[h]);
      }
    }
  }

  private void descend() {
    for (int step = 0; step < STEPS; step++) {
      int centreX = vectorX;
      int centreY = vectorY;
      for (int i = 0; i < 6; i++) {
        tryWhole(centreX + 4 * HEXAGON_X[i], centreY + 4 * HEXAGON_Y[i]);
      }
      if (centreX == vectorX && centreY == vectorY) {
        break;
      }
    }
    int centreX = vectorX;
    int centreY = vectorY;
    for (int i = 0; i < 8; i++) {
      tryWhole(centreX + 4 * SQUARE_X[i], centreY + 4 * SQUARE_Y[i]);
    }
  }

  // The four neighbours at that distance, then the diagonal between the better two.
  private void refine(int step) {
    int centreX = vectorX;
    int centreY = vectorY;
    long left = tryFraction(centreX - step, centreY);
    long right = tryFraction(centreX + step, centreY);
    long above = tryFraction(centreX, centreY - step);
    long below = tryFraction(centreX, centreY + step);
    tryFraction(centreX + (left < right ? -step : step), centreY + (above < below ? -step : step));
  }

  private void tryWhole(int fractionalX, int fractionalY) {
    int toX = (fractionalX + 2) & ~3;
    int toY = (fractionalY + 2) & ~3;
    Phases phases = references[reference];
    long rate = lambda.ofBitsBesideDifference(vectorCost(toX, toY));
    long left = (cost - rate) >> 8;
    if (left <= 0) {
      return;
    }
    int sum =
        Difference.absolute(
            source.samples,
            source.at(x, y),
            source.stride,
            phases.samples(0, 0),
            phases.at(x, y, size, toX, toY),
            phases.stride(),
            size,
            (int) Math.min(left + 1, Integer.MAX_VALUE));
    keep(toX, toY, ((long) sum << 8) + rate);
  }

  private long tryFraction(int toX, int toY) {
    long rate = lambda.ofBitsBesideDifference(vectorCost(toX, toY));
    if (rate >= cost) {
      return rate;
    }
    Phases phases = references[reference];
    int sum =
        difference.transformed(
            source.samples,
            source.at(x, y),
            source.stride,
            phases.samples(toX, toY),
            phases.at(x, y, size, toX, toY),
            phases.stride(),
            size);
    long newCost = ((long) sum << 8) + rate;
    keep(toX, toY, newCost);
    return newCost;
  }

  private void keep(int toX, int toY, long newCost) {
    if (newCost < cost) {
      cost = newCost;
      vectorX = toX;
      vectorY = toY;
    }
  }

  private int bestPredictor(int toX, int toY) {
    return bits(toX, toY, 1) < bits(toX, toY, 0) ? 1 : 0;
  }

  private int vectorCost(int toX, int toY) {
    return Math.min(bits(toX, toY, 0), bits(toX, toY, 1));
  }

  private int bits(int toX, int toY, int choice) {
    return bits(toX - predictor.predictedX[choice]) + bits(toY - predictor.predictedY[choice]);
  }

  // About what the syntax spends, in 1/256 bit.
  private static int bits(int difference) {
    return difference == 0
        ? 256
        : 768 + 512 * (31 - Integer.numberOfLeadingZeros(Math.abs(difference)));
  }

  /**
   * The cost by transformed differences of a motion whose vectors are given, without their rate.
   */
  long compare(Block block, Motion motion) {
    int blockSize = 1 << block.log2;
    Phases first = references[motion.reference[0]];
    char[] a = first.samples(motion.x[0], motion.y[0]);
    int at = first.at(block.x, block.y, blockSize, motion.x[0], motion.y[0]);
    int stride = first.stride();
    if (motion.two()) {
      Phases second = references[motion.reference[1]];
      char[] b = second.samples(motion.x[1], motion.y[1]);
      int bAt = second.at(block.x, block.y, blockSize, motion.x[1], motion.y[1]);
      for (int row = 0; row < blockSize; row++) {
        for (int i = 0; i < blockSize; i++) {
          mean[row * blockSize + i] =
              (char) ((a[at + row * stride + i] + b[bAt + row * second.stride() + i] + 1) >> 1);
        }
      }
      a = mean;
      at = 0;
      stride = blockSize;
    }
    int sum =
        difference.transformed(
            source.samples, source.at(block.x, block.y), source.stride, a, at, stride, blockSize);
    return (long) sum << 8;
  }
}
