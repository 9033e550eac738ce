package dev.codecsmith.lab.evaluation;

import dev.codecsmith.video.clips.Clip;
import java.util.Locale;

/**
 * Says from the CPU time of the smoke frames whether one half of a program can finish whole clips
 * within its limits.
 *
 * <p>Part of that time is the start of the program: a runtime that loads, tables that are made, a
 * compiler that warms up. How much nobody can tell from outside, so two bounds are used. At least
 * all but {@code startSeconds}, which the limits grant for just that, grows with the samples; at
 * most all of it does. A program is too slow only if even the lower bound is beyond {@link
 * #CLEARLY} times a limit, and fits if the upper one is not. In between more frames must tell: the
 * more there are, the less the start weighs.
 *
 * @param startSeconds CPU time granted to every run on top
 * @param secondsPerMegapixel CPU time granted per megapixel of luma
 */
public record TimeForecast(double startSeconds, double secondsPerMegapixel) {

  /**
   * By how much a forecast must exceed a limit before a program fails for it: the smoke frames may
   * be harder than others, and a small frame costs more per sample than a large one.
   */
  public static final double CLEARLY = 2;

  /** What can be said. */
  public enum Verdict {
    FITS,
    UNSURE,
    TOO_SLOW
  }

  public static TimeForecast encoding(CodingLimits limits) {
    return new TimeForecast(limits.startSeconds(), limits.encodeCpuSecondsPerMegapixel());
  }

  public static TimeForecast decoding(CodingLimits limits) {
    return new TimeForecast(limits.startSeconds(), limits.decodeCpuSecondsPerMegapixel());
  }

  /** CPU seconds that the clip may take. */
  public double limit(Clip clip) {
    return startSeconds + secondsPerMegapixel * clip.megapixels();
  }

  /** CPU seconds that the clip takes at least, if {@code head} took {@code cpuSeconds}. */
  public double atLeast(double cpuSeconds, Clip head, Clip clip) {
    double growing = Math.max(0, cpuSeconds - startSeconds);
    return Math.min(cpuSeconds, startSeconds) + growing * clip.megapixels() / head.megapixels();
  }

  private static double atMost(double cpuSeconds, Clip head, Clip clip) {
    return cpuSeconds * clip.megapixels() / head.megapixels();
  }

  public Verdict verdict(double cpuSeconds, Clip head, Clip clip) {
    double beyond = CLEARLY * limit(clip);
    if (clip.megapixels() < head.megapixels() || atMost(cpuSeconds, head, clip) <= beyond) {
      return Verdict.FITS;
    }
    return atLeast(cpuSeconds, head, clip) > beyond ? Verdict.TOO_SLOW : Verdict.UNSURE;
  }

  /**
   * Why the program fails, and what to do.
   *
   * @param half such as {@code Encoding}
   * @param source the clip whose first frames were coded
   */
  public String sentence(String half, double cpuSeconds, Clip source, Clip head, Clip clip) {
    double seconds = atLeast(cpuSeconds, head, clip);
    return String.format(
        Locale.ROOT,
        "%s is far too slow for whole clips: the first %d frames of %s, cut to %dx%d, took %.1f s of"
            + " CPU time. Extrapolated to all of %s (%dx%d, %d frames, %.2f megapixels) that is at"
            + " least %.1f s, and the limit there is %.1f s (%.1f s, and %.1f s per megapixel)."
            + " Make it at least %.1f times as fast: do less for each sample.",
        half,
        head.frames(),
        source.name(),
        head.format().width(),
        head.format().height(),
        cpuSeconds,
        clip.name(),
        clip.format().width(),
        clip.format().height(),
        clip.frames(),
        clip.megapixels(),
        seconds,
        limit(clip),
        startSeconds,
        secondsPerMegapixel,
        seconds / limit(clip));
  }
}
