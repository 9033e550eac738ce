package matching;

import java.util.Arrays;

/**
 * The probability of a binary decision: what several contexts have seen so far, weighed against
 * each other in the logistic domain by weights that are learnt as well.
 *
 * <p>Each context keeps two estimates, a fast and a slow one, and how often it was seen; a context
 * that is new takes over what the first one knows. After M. Mahoney, "Adaptive weighing of context
 * models for lossless data compression", Florida Tech TR CS-2005-16 (PAQ).
 */
final class Mixer {
  private static final int FAST_LIMIT = 12; // tune: 5..40
  private static final int SLOW_LIMIT = 180; // tune: 60..250
  private static final int RATE = 14; // tune: 6..28
  private static final int START_SUM = 12; // tune: 8..18

  /** How much the last correction counts, in eighths. */
  private static final int CORRECTION = 2; // tune: 0..8

  private static final int[] STEP = new int[256];
  private static final short[] STRETCH = new short[4096];
  private static final int[] SQUASH = new int[4096];

  static {
    for (int n = 0; n < 256; n++) {
      STEP[n] = (10 << 14) / (10 * n + 16);
    }
    for (int i = 0; i < 4096; i++) {
      double p = (i + 0.5) / 4096;
      STRETCH[i] = (short) StrictMath.rint(StrictMath.log(p / (1 - p)) * 256);
      double x = (i - 2048) / 256.0;
      int q = (int) StrictMath.rint(65536 / (1 + StrictMath.exp(-x)));
      SQUASH[i] = Math.clamp(q, 24, 65536 - 24);
    }
  }

  /** The contexts of the next decision. */
  int[] slots = new int[Element.MOST_INPUTS];

  // Per context, from the top: the fast estimate (16 bits), the slow one (16), how often seen (8).
  private final long[] contexts;
  private final int[] weights = new int[Element.ALL.length * Element.SETS * Element.MOST_INPUTS];
  private final int[] weights2 = new int[weights.length];
  private final int[] stretched = new int[Element.MOST_INPUTS];
  private int first;
  private int second;
  private int inputs;
  private int mixed;
  private int firstSum;
  // What came of decisions by what was expected: a last correction (secondary estimation).
  private final char[] corrections = new char[Element.ALL.length * Element.SETS * 33];
  private int corrected;

  Mixer() {
    contexts = new long[Element.slots()];
    for (int i = 0; i < corrections.length; i++) {
      corrections[i] = (char) SQUASH[Math.min(4095, i % 33 * 128)];
    }
    Arrays.fill(contexts, 32768L << 24 | 32768 << 8);
    for (Element e : Element.ALL) {
      int even = 65536 * START_SUM / (20 * Math.max(2, e.inputs));
      for (int i = 0; i < Element.SETS * Element.MOST_INPUTS; i++) {
        int learnt = Prior.weight(e, i % Element.MOST_INPUTS);
        weights[e.weights(0) + i] = learnt == 0 ? even : learnt;
        weights2[e.weights(0) + i] = learnt == 0 ? even : learnt;
      }
    }
    Prior.load(contexts);
    SignSyntax.begin(contexts);
    AffineCandidates.begin(contexts);
  }

  /** The probability, in 1/65536, whose logarithmic odds are {@code x} / 256. */
  static int squash(int x) {
    return SQUASH[Math.clamp(x, -2048, 2047) + 2048];
  }

  /** The probability of 1, in 1/65536. */
  int predict(Element e, int set, int set2, int n) {
    int w1 = e.weights(set);
    int w2 = e.weights(set2);
    first = w1;
    second = w2;
    inputs = n;
    int s0 = 0;
    long sum = 0;
    for (int i = 0; i < n; i++) {
      long v = contexts[slots[i]];
      int s = s0;
      if (i == 0 || (v & 255) != 0) {
        int both = (int) (v >>> 24 & 0xFFFF) + (int) (v >>> 8 & 0xFFFF);
        s = STRETCH[both >> 5];
        if (i == 0) {
          s0 = s;
          firstSum = both;
        }
      }
      stretched[i] = s;
      sum += (long) (weights[w1 + i] + weights2[w2 + i]) * s;
    }
    int x = (int) (sum >> 16);
    int limited = x < -2048 ? -2048 : x > 2047 ? 2047 : x;
    mixed = SQUASH[limited + 2048];
    int place = (limited + 2048) * 32;
    int part = place & 4095;
    int at = (e.index * Element.SETS + set2) * 33 + (place >> 12);
    corrected = part < 2048 ? at : at + 1;
    int p = (corrections[at] * (4096 - part) + corrections[at + 1] * part) >> 12;
    return Math.clamp((mixed * (8 - CORRECTION) + p * CORRECTION) >> 3, 24, 65536 - 24);
  }

  /**
   * The probability of 1 as {@link #predict} would have it, from the first {@code n} of {@code all}
   * contexts only: for an encoder that compares.
   */
  int estimate(Element e, int set, int set2, int n, int all) {
    int w1 = e.weights(set);
    int w2 = e.weights(set2);
    int s0 = 0;
    long sum = 0;
    int used = 0;
    for (int i = 0; i < n; i++) {
      long v = contexts[slots[i]];
      int s = s0;
      if (i == 0 || (v & 255) != 0) {
        s = STRETCH[((int) (v >>> 24 & 0xFFFF) + (int) (v >>> 8 & 0xFFFF)) >> 5];
        if (i == 0) {
          s0 = s;
        }
      }
      int w = weights[w1 + i] + weights2[w2 + i];
      used += w;
      sum += (long) w * s;
    }
    int rest = 0;
    for (int i = n; i < all; i++) {
      rest += weights[w1 + i] + weights2[w2 + i];
    }
    // What the other contexts would say is taken to be the mean of these.
    sum += used > 4096 ? sum / 256 * (rest * 256L / used) : 0;
    int x = (int) (sum >> 16);
    return SQUASH[(x < -2048 ? -2048 : x > 2047 ? 2047 : x) + 2048];
  }

  /** Learns what the decision was. */
  void update(int bit) {
    int error = (bit << 16) - mixed;
    int target = bit != 0 ? 65535 : 0;
    corrections[corrected] =
        (char) (corrections[corrected] + ((target - corrections[corrected]) >> 6));
    for (int i = 0; i < inputs; i++) {
      int dw = (int) (((long) stretched[i] * error * RATE + (1 << 20)) >> 21);
      weights[first + i] += dw;
      weights2[second + i] += dw;
      int at = slots[i];
      long v = contexts[at];
      int k = (int) v & 255;
      int fast = (int) (v >>> 24 & 0xFFFF);
      int slow = (int) (v >>> 8 & 0xFFFF);
      if (k == 0 && i > 0) {
        fast = firstSum >> 1;
        slow = fast;
        k = 1;
      }
      fast += ((target - fast) * STEP[Math.min(k, FAST_LIMIT)]) >> 14;
      slow += ((target - slow) * STEP[k]) >> 14;
      contexts[at] = (long) fast << 24 | (long) slow << 8 | (k < SLOW_LIMIT ? k + 1 : k);
    }
  }
}
