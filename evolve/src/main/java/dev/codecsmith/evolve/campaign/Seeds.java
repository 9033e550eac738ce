package dev.codecsmith.evolve.campaign;

import java.util.SplittableRandom;

/** Random numbers that follow from a campaign's seed. */
final class Seeds {
  private Seeds() {}

  /**
   * Numbers for one iteration; those of neighbouring seeds and iterations have nothing in common.
   */
  static SplittableRandom random(long seed, int iteration) {
    return new SplittableRandom(mixed(mixed(seed) ^ iteration));
  }

  /** The finaliser of MurmurHash3, whose every output bit depends on every input bit. */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return z ^ (z >>> 33);
  }
}
