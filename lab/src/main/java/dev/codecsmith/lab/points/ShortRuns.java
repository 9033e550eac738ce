package dev.codecsmith.lab.points;

import dev.codecsmith.video.clips.Clip;

/**
 * Tells which runs of one half of a program are over so soon that what a runtime does to become
 * fast would cost more than it brings: a virtual machine's second compiler takes seconds of CPU
 * time for a program of some size. It goes by the short runs so far, of which the smoke frames are
 * the first.
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

  private double secondsPerMegapixel = -1;

  /** Whether a run over the clip is short, as far as is known. */
  synchronized boolean isShort(Clip clip) {
    return secondsPerMegapixel < 0
        ? clip.megapixels() <= FEW_MEGAPIXELS
        : START_SECONDS + secondsPerMegapixel * clip.megapixels() <= SHORT_SECONDS;
  }

  /** Takes a short run into account; the dearest so far counts. */
  synchronized void took(Clip clip, double cpuSeconds) {
    secondsPerMegapixel =
        Math.max(secondsPerMegapixel, Math.max(0, cpuSeconds - START_SECONDS) / clip.megapixels());
  }
}
