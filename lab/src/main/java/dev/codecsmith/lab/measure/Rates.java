package dev.codecsmith.lab.measure;

import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.store.RatePoint.Resources;
import dev.codecsmith.video.clips.Clip;
import java.time.Duration;
import java.util.Optional;

/** Bitrates, and what runs used. */
public final class Rates {
  private Rates() {}

  /**
   * Kilobits (1000 bits) per second: 8 · bytes · frame rate / frames of the <em>source</em> / 1000,
   * so that a decoder that drops frames gains nothing.
   */
  public static double kbps(long bytes, Clip clip) {
    return 8.0 * bytes * clip.format().frameRate().toDouble() / clip.frames() / 1000;
  }

  /** What a run used, by the kernel's account. */
  public static Resources resources(RunResult result) {
    return resources(result, Optional.empty());
  }

  /**
   * The same of a run whose runtime was set otherwise than usual.
   *
   * @param setting how, in words
   */
  public static Resources resources(RunResult result, Optional<String> setting) {
    return new Resources(
        seconds(result.cpuTime()), seconds(result.wallTime()), result.peakMemoryBytes(), setting);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
