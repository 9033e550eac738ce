package motion;

/**
 * Counts what the encoder would spend, in 1/256 bit, with the probabilities as they stand; nothing
 * adapts.
 */
final class CostMeter extends BinaryCoder {
  private static final int[] COST = costs();

  private final Models models;
  private int cost;

  CostMeter(Models models) {
    this.models = models;
  }

  /** What was counted since the last call. */
  int take() {
    int taken = cost;
    cost = 0;
    return taken;
  }

  /** What one decision would cost, without counting it. */
  int costOf(int context, int bit) {
    int p = models.probability(context);
    return COST[(bit != 0 ? p : (1 << 16) - p) >> 6];
  }

  @Override
  int bit(int context, int bit) {
    cost += costOf(context, bit);
    return bit;
  }

  @Override
  int bits(int count, int value) {
    cost += count << 8;
    return value;
  }

  // -log2 of each probability in 1/1024, by squaring: integers only, so equal on every machine.
  private static int[] costs() {
    int[] costs = new int[1025];
    for (int i = 0; i <= 1024; i++) {
      long x = Math.min(2L * i + 1, 2048) << 19;
      int log = 0;
      while (x < 1L << 30) {
        x <<= 1;
        log += 256;
      }
      for (int step = 128; step > 0; step >>= 1) {
        x = (x * x) >>> 30;
        if (x >= 1L << 31) {
          x >>= 1;
          log -= step;
        }
      }
      costs[i] = log;
    }
    return costs;
  }
}
