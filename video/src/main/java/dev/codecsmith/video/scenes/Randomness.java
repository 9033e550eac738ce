package dev.codecsmith.video.scenes;

/**
 * A stream of random numbers that is the same everywhere and for ever: SplitMix64 (Steele, Lea,
 * Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
 */
public final class Randomness {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final double UNIT = 0x1p-53;

  /** Standard deviation of the sum of four uniform 16-bit numbers: 65536 · √(4/12). */
  private static final float FOUR_SUM_DEVIATION = 37837.227f;

  private static final float FOUR_SUM_MEAN = 2 * 65535f;

  private long state;

  public Randomness(long seed) {
    state = mix(seed);
  }

  /** Another stream for a purpose of its own, leaving this one as it is. */
  public Randomness split(long purpose) {
    return new Randomness(state ^ mix(purpose + GOLDEN_GAMMA));
  }

  /** 64 random bits. */
  public long bits() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** Uniform from 0 to below 1. */
  public double unit() {
    return (bits() >>> 11) * UNIT;
  }

  /** Uniform from {@code low} to below {@code high}. */
  public double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** Nearly normal, mean 0 and standard deviation 1, never beyond 3.5: a sum of four. */
  public float normal() {
    long bits = bits();
    long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
    return (sum - FOUR_SUM_MEAN) / FOUR_SUM_DEVIATION;
  }

  /** The mixing function of SplitMix64: one output for each input, each bit of which counts. */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
