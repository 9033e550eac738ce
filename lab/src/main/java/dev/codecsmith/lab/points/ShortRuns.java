package dev.codecsmith.lab.points;

import dev.codecsmith.video.clips.Clip;
import java.util.OptionalDouble;

/**
 * Tells which runs of one half of a program are over so soon that what a runtime does to become
 * fast would cost more than it brings: a virtual machine's second compiler takes seconds of CPU
 * time for a program of some size. It goes by the smoke frames, so that it does not depend on what
 * runs beside what.
 *
 * <p>Safe for all threads.
 */
final class ShortRuns {
  /** Below this a virtual machine's first compiler alone takes less CPU time than both. */
  static final double SHORT_SECONDS = 8;

  /** What a run takes whatever is coded. */
  private static final double START_SECONDS = 0.3;

  /** Two smoke frames have less. */
  private static final double FEW_MEGAPIXELS = 0.1;

  private OptionalDouble secondsPerMegapixel = OptionalDouble.empty();
  private boolean never;

  /** Whether a run over the clip is short, as far as is known. */
  synchronized boolean isShort(Clip clip) {
    if (never) {
      return false;
    }
    return secondsPerMegapixel.isEmpty()
        ? clip.megapixels() <= FEW_MEGAPIXELS
        : START_SECONDS + secondsPerMegapixel.getAsDouble() * clip.megapixels() <= SHORT_SECONDS;
  }

  /** Takes a run over smoke frames into account; the dearest counts. */
  synchronized void took(Clip clip, double cpuSeconds) {
    double each = Math.max(0, cpuSeconds - START_SECONDS) / clip.megapixels();
    secondsPerMegapixel = OptionalDouble.of(Math.max(secondsPerMegapixel.orElse(0), each));
  }

  /** Takes over what the smoke frames told another worker. */
  synchronized void expect(double each) {
    secondsPerMegapixel = OptionalDouble.of(each);
  }

  /** A short run met a limit: from now on none is. */
  synchronized void metLimit() {
    never = true;
  }

  /** CPU seconds for a megapixel beside the start, as far as smoke frames told. */
  synchronized OptionalDouble secondsPerMegapixel() {
    return secondsPerMegapixel;
  }
}
