package dev.codecsmith.evolve.random;

import java.util.SplittableRandom;

/** The JDK's generator, seeded for one purpose each. */
public final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * Numbers for one iteration; those of neighbouring seeds and iterations have nothing in common.
   */
  public static SplittableRandom ofIteration(long seed, int iteration) {
    return new SplittableRandom(mixed(mixed(seed) ^ iteration));
  }

  /** Numbers for the n-th use of a seed. */
  public static SplittableRandom ofUse(long seed, long n) {
    return new SplittableRandom(seed * GOLDEN + n);
  }

  /** The finaliser of MurmurHash3, whose every output bit depends on every input bit. */
  private static long mixed(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
