package dev.codecsmith.evolve.random;

import dev.codecsmith.video.scenes.Randomness;

/**
 * Random numbers that depend on a seed and an iteration only, by SplitMix64 (Steele, Lea, Flood:
 * Fast splittable pseudorandom number generators, OOPSLA 2014), so that they are the same on every
 * Java version.
 */
public final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** The numbers of one iteration; {@code use} keeps different uses of it apart. */
  public static Dice of(long seed, int iteration, String use) {
    return new Dice(
        Randomness.mix(Randomness.mix(seed + GOLDEN) + iteration * GOLDEN)
            ^ Randomness.mix(use.hashCode()));
  }

  /** A number from 0 (in) to 1 (out). */
  public double uniform() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** A whole number from 0 (in) to {@code bound} (out). */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /**
   * A rank from 0 (in) to {@code count} (out), where rank r comes up in proportion to 1 / ((r + 1)
   * (r + 2)): the first half the time, the second a sixth of it, and so on.
   */
  public int rank(int count) {
    double lowest = 1.0 / (count + 1);
    double u = lowest + (1 - lowest) * (1 - uniform());
    return Math.min(count - 1, (int) (1 / u) - 1);
  }

  private long next() {
    state += GOLDEN;
    return Randomness.mix(state);
  }
}
