package subpel;

import java.util.Arrays;

/**
 * The adaptive probabilities, one per context. Each is the mean of two estimates, a fast one that
 * follows changes and a slow one that is precise; both begin by counting (the n-th decision moves
 * them by about 1/n), so that a short clip learns quickly, until their steps reach the limits
 * below.
 */
final class Models {
  /** How many decisions the usual probabilities weigh as much as. */
  private static final int TRUST = 3; // tune: 0..12

  private static final int FAST_LIMIT = 14; // tune: 4..40
  private static final int SLOW_LIMIT = 140; // tune: 40..250

  private static final int ONE = 1 << 16;
  private static final int LEAST = 48;
  private static final int[] STEP = steps();

  private final int[] fast = new int[Contexts.COUNT];
  private final int[] slow = new int[Contexts.COUNT];
  private final int[] seen = new int[Contexts.COUNT];

  Models() {
    int[] usual = Contexts.usual();
    for (int i = 0; i < usual.length; i++) {
      fast[i] = ONE * usual[i] / 100;
      slow[i] = fast[i];
    }
    Arrays.fill(seen, TRUST);
  }

  /** The probability that the next decision is 1, in 1/65536, away from both ends. */
  int probability(int context) {
    return Math.clamp((fast[context] + slow[context]) >> 1, LEAST, ONE - LEAST);
  }

  void update(int context, int bit) {
    int n = seen[context];
    int target = bit << 16;
    fast[context] += ((target - fast[context]) * STEP[Math.min(n, FAST_LIMIT)]) >> 14;
    slow[context] += ((target - slow[context]) * STEP[n]) >> 14;
    if (n < SLOW_LIMIT) {
      seen[context] = n + 1;
    }
  }

  private static int[] steps() {
    int[] steps = new int[SLOW_LIMIT + 1];
    for (int n = 0; n <= SLOW_LIMIT; n++) {
      // 1 / (n + 1.6), in 1/16384.
      steps[n] = (10 << 14) / (10 * n + 16);
    }
    return steps;
  }
}
