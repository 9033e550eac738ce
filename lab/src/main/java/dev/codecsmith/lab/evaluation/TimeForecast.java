package dev.codecsmith.lab.evaluation;

import dev.codecsmith.video.clips.Clip;
import java.util.Locale;
import java.util.Optional;

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
 * <p>A program may also do more for its first frames than for others, all of which depend on them.
 * What more frames took beyond fewer knows nothing of that, nor of the start, but all of the noise
 * of two runs; so the lower of both bounds counts.
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

  /**
   * What the first frames of a clip took.
   *
   * @param head the frames
   * @param cpuSeconds CPU time of one half
   */
  public record Cost(Clip head, double cpuSeconds) {
    private double megapixels() {
      return head.megapixels();
    }
  }

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

  /**
   * CPU seconds that the clip takes at least.
   *
   * @param fewer what fewer of the same frames took, if they were coded before
   */
  public double atLeast(Cost cost, Optional<Cost> fewer, Clip clip) {
    double growing = Math.max(0, cost.cpuSeconds() - startSeconds);
    double bySize =
        Math.min(cost.cpuSeconds(), startSeconds) + growing / cost.megapixels() * clip.megapixels();
    return fewer.map(before -> Math.min(bySize, byGrowth(before, cost, clip))).orElse(bySize);
  }

  private static double byGrowth(Cost fewer, Cost more, Clip clip) {
    double each =
        Math.max(0, more.cpuSeconds() - fewer.cpuSeconds())
            / (more.megapixels() - fewer.megapixels());
    return more.cpuSeconds() + each * (clip.megapixels() - more.megapixels());
  }

  private static double atMost(Cost cost, Clip clip) {
    return cost.cpuSeconds() * clip.megapixels() / cost.megapixels();
  }

  /**
   * Whether the program can finish the clip.
   *
   * @param fewer what fewer of the same frames took, if they were coded before
   */
  public Verdict verdict(Cost cost, Optional<Cost> fewer, Clip clip) {
    double beyond = CLEARLY * limit(clip);
    if (clip.megapixels() < cost.megapixels() || atMost(cost, clip) <= beyond) {
      return Verdict.FITS;
    }
    return atLeast(cost, fewer, clip) > beyond ? Verdict.TOO_SLOW : Verdict.UNSURE;
  }

  /**
   * Why the program fails, and what to do.
   *
   * @param half such as {@code Encoding}
   * @param source the clip whose first frames were coded
   * @param fewer what fewer of these frames took, if they were coded before
   */
  public String sentence(String half, Clip source, Cost cost, Optional<Cost> fewer, Clip clip) {
    double seconds = atLeast(cost, fewer, clip);
    return String.format(
        Locale.ROOT,
        "%s is far too slow for whole clips: the first %d frames of %s, cut to %dx%d, took %.1f s of"
            + " CPU time%s. Extrapolated to all of %s (%dx%d, %d frames, %.2f megapixels) that is at"
            + " least %.1f s, and the limit there is %.1f s (%.1f s, and %.1f s per megapixel)."
            + " Make it at least %.1f times as fast: do less for each sample.",
        half,
        cost.head().frames(),
        source.name(),
        cost.head().format().width(),
        cost.head().format().height(),
        cost.cpuSeconds(),
        fewer.map(TimeForecast::beside).orElse(""),
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

  private static String beside(Cost fewer) {
    return String.format(
        Locale.ROOT, " (%d of them %.1f s)", fewer.head().frames(), fewer.cpuSeconds());
  }
}
