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

  /** The rate of the weights that only the final coding knows. */
  private static final int FINE_RATE = 13; // tune: 4..20

  // Bounds of the classes of how often a context was seen.
  private static final int[] SEEN = {1, 3, 8, 25};

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
  // Corrections of these weights, by how often two of the contexts were seen and by the picture's
  // level: they learn from what remains, so that an encoder may count without them.
  private final int[] seenWeights = new int[weights.length];
  private final int[] levelWeights = new int[weights.length];
  private final int[] stretched = new int[Element.MOST_INPUTS];
  private int first;
  private int second;
  private int third;
  private int fourth;
  private int coarse;

  /** How deep the picture lies in the pyramid. */
  int level;

  private int inputs;
  private int mixed;
  private int firstSum;
  // What came of decisions by what was expected: a last correction (secondary estimation).
  private final char[] corrections = new char[Element.ALL.length * Element.SETS * 33];
  private int corrected;

  /** A context that was never seen, in {@link #says}. */
  private static final short UNSEEN = Short.MIN_VALUE;

  // What each context says, in the logistic domain: follows from it, for estimates.
  private final short[] says;

  Mixer() {
    contexts = new long[Element.slots()];
    for (int i = 0; i < corrections.length; i++) {
      corrections[i] = (char) SQUASH[Math.min(4095, i % 33 * 128)];
    }
    Arrays.fill(contexts, 32768L << 24 | 32768 << 8);
    for (Element e : Element.ALL) {
      int even = 65536 * START_SUM / (20 * Math.max(2, e.inputs));
      for (int i = 0; i < Element.SETS * Element.MOST_INPUTS; i++) {
        int input = i % Element.MOST_INPUTS;
        int learnt = Prior.weight(e, input);
        if (learnt == 0 && input >= e.inputs) {
          learnt = even / 4;
        }
        weights[e.weights(0) + i] = learnt == 0 ? even : learnt;
        weights2[e.weights(0) + i] = learnt == 0 ? even : learnt;
      }
    }
    Prior.load(contexts);
    SignSyntax.begin(contexts);
    AffineCandidates.begin(contexts);
    MotionField.begin(contexts);
    PairWeights.begin(contexts);
    VectorSyntax.begin(contexts);
    for (int input = 0; input < Element.THREE.inputs; input++) {
      for (int c = 0; c < 1 << Element.CONTEXT_BITS; c++) {
        contexts[Element.THREE.slot(input, c)] = ((65536L / 4) << 24) | ((65536 / 4) << 8) | 3;
      }
    }
    ThirdPrediction.begin(contexts);
    says = new short[contexts.length];
    for (int i = 0; i < says.length; i++) {
      says[i] = says(contexts[i]);
    }
  }

  private static short says(long v) {
    return (v & 255) == 0
        ? UNSEEN
        : STRETCH[((int) (v >>> 24 & 0xFFFF) + (int) (v >>> 8 & 0xFFFF)) >> 5];
  }

  /** The probability, in 1/65536, whose logarithmic odds are {@code x} / 256. */
  static int squash(int x) {
    return SQUASH[Math.clamp(x, -2048, 2047) + 2048];
  }

  /** The probability of 1, in 1/65536. */
  int predict(Element e, int set, int set2, int n) {
    int w1 = e.weights(set);
    int w2 = e.weights(set2);
    int w3 = e.weights(5 * seen(slots[n - 1]) + seen(slots[1]));
    int w4 = e.weights(Math.min(level, 5));
    first = w1;
    second = w2;
    third = w3;
    fourth = w4;
    inputs = n;
    int s0 = 0;
    long sum = 0;
    long more = 0;
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
      more += (long) (seenWeights[w3 + i] + levelWeights[w4 + i]) * s;
    }
    coarse = squash((int) (sum >> 16));
    int x = (int) ((sum + more) >> 16);
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
   * contexts only and without the corrections: for an encoder that compares.
   */
  int estimate(Element e, int set, int set2, int n, int all) {
    int w1 = e.weights(set);
    int w2 = e.weights(set2);
    int s0 = 0;
    long sum = 0;
    int used = 0;
    for (int i = 0; i < n; i++) {
      int s = says[slots[i]];
      if (s == UNSEEN) {
        s = s0;
      }
      if (i == 0) {
        s0 = s;
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

  /**
   * The same of several decisions that differ in a state only, by the first five contexts: their
   * slots are those of the first decision, and {@code step} tells how far those of the next are.
   */
  void estimates(Element e, int set, int set2, int all, int[] step, int count, int[] out) {
    int w1 = e.weights(set);
    int w2 = e.weights(set2);
    int a0 = weights[w1] + weights2[w2];
    int a1 = weights[w1 + 1] + weights2[w2 + 1];
    int a2 = weights[w1 + 2] + weights2[w2 + 2];
    int a3 = weights[w1 + 3] + weights2[w2 + 3];
    int a4 = weights[w1 + 4] + weights2[w2 + 4];
    int used = a0 + a1 + a2 + a3 + a4;
    int rest = 0;
    for (int i = 5; i < all; i++) {
      rest += weights[w1 + i] + weights2[w2 + i];
    }
    long more = used > 4096 ? rest * 256L / used : 0;
    int c0 = slots[0];
    int c1 = slots[1];
    int c2 = slots[2];
    int c3 = slots[3];
    int c4 = slots[4];
    for (int k = 0; k < count; k++) {
      int s0 = says[c0];
      s0 = s0 == UNSEEN ? 0 : s0;
      int s1 = says[c1];
      int s2 = says[c2];
      int s3 = says[c3];
      int s4 = says[c4];
      long sum = (long) a0 * s0;
      sum += (long) a1 * (s1 == UNSEEN ? s0 : s1);
      sum += (long) a2 * (s2 == UNSEEN ? s0 : s2);
      sum += (long) a3 * (s3 == UNSEEN ? s0 : s3);
      sum += (long) a4 * (s4 == UNSEEN ? s0 : s4);
      sum += sum / 256 * more;
      int x = (int) (sum >> 16);
      out[k] = SQUASH[(x < -2048 ? -2048 : x > 2047 ? 2047 : x) + 2048];
      c0 += step[0];
      c1 += step[1];
      c2 += step[2];
      c3 += step[3];
      c4 += step[4];
    }
  }

  // How often a context was seen, in five classes.
  private int seen(int slot) {
    int n = (int) contexts[slot] & 255;
    int c = 0;
    while (c < SEEN.length && n >= SEEN[c]) {
      c++;
    }
    return c;
  }

  /** Learns what the decision was. */
  void update(int bit) {
    int error = (bit << 16) - coarse;
    int fine = (bit << 16) - mixed;
    int target = bit != 0 ? 65535 : 0;
    corrections[corrected] =
        (char) (corrections[corrected] + ((target - corrections[corrected]) >> 6));
    for (int i = 0; i < inputs; i++) {
      int dw = (int) (((long) stretched[i] * error * RATE + (1 << 20)) >> 21);
      weights[first + i] += dw;
      weights2[second + i] += dw;
      int more = (int) (((long) stretched[i] * fine * FINE_RATE + (1 << 20)) >> 21);
      seenWeights[third + i] += more;
      levelWeights[fourth + i] += more;
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
      says[at] = STRETCH[(fast + slow) >> 5];
    }
  }
}
