package motion;

/**
 * Finds a block's vector by descent from several guesses: hexagons while they help, then the eight
 * neighbours.
 */
final class MotionSearch {
  private static final int STEPS = 24; // tune: 4..64
  private static final int VECTOR_PRICE = 256; // tune: 64..768

  private static final int[] HEXAGON_X = {-2, -1, 1, 2, 1, -1};
  private static final int[] HEXAGON_Y = {0, -2, -2, 0, 2, 2};
  private static final int[] SQUARE_X = {-1, 0, 1, -1, 1, -1, 0, 1};
  private static final int[] SQUARE_Y = {-1, -1, -1, 0, 0, 1, 1, 1};

  private final Plane source;
  private final Plane reference;
  private final MotionPredictor predictor;
  private final Lambda lambda;

  private Block block;
  private long cost;

  MotionSearch(Plane source, Plane reference, MotionPredictor predictor, Lambda lambda) {
    this.source = source;
    this.reference = reference;
    this.predictor = predictor;
    this.lambda = lambda;
  }

  /**
   * Sets the vector of a block.
   *
   * @param guessX a vector to start from beside zero and the prediction
   */
  void search(Block newBlock, int guessX, int guessY) {
    block = newBlock;
    cost = Long.MAX_VALUE;
    predictor.predict(block);
    consider(predictor.x, predictor.y);
    consider(0, 0);
    consider(guessX, guessY);
    for (int step = 0; step < STEPS; step++) {
      int x = block.vectorX;
      int y = block.vectorY;
      for (int i = 0; i < 6; i++) {
        consider(x + HEXAGON_X[i], y + HEXAGON_Y[i]);
      }
      if (x == block.vectorX && y == block.vectorY) {
        break;
      }
    }
    int x = block.vectorX;
    int y = block.vectorY;
    for (int i = 0; i < 8; i++) {
      consider(x + SQUARE_X[i], y + SQUARE_Y[i]);
    }
  }

  private void consider(int x, int y) {
    int size = 1 << block.log2;
    int bits = bits(x - predictor.x) + bits(y - predictor.y);
    long rate = lambda.ofBitsBesideDifference((long) VECTOR_PRICE * bits);
    long limit = cost == Long.MAX_VALUE ? Integer.MAX_VALUE : ((cost - rate) >> 8) + 1;
    if (limit <= 0) {
      return;
    }
    int sum =
        Difference.absolute(
            source.samples,
            source.at(block.x, block.y),
            source.stride,
            reference.samples,
            reference.at(reference.clampX(block.x + x, size), reference.clampY(block.y + y, size)),
            reference.stride,
            size,
            (int) limit);
    long newCost = ((long) sum << 8) + rate;
    if (newCost < cost) {
      cost = newCost;
      block.vectorX = x;
      block.vectorY = y;
    }
  }

  // About what the syntax spends.
  private static int bits(int difference) {
    return difference == 0 ? 1 : 3 + 2 * (31 - Integer.numberOfLeadingZeros(Math.abs(difference)));
  }
}
