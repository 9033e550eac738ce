package dev.codecsmith.lab.evaluation;

import dev.codecsmith.sandbox.Limits;
import dev.codecsmith.video.clips.Clip;
import java.time.Duration;

/**
 * What a program may use. Times are stated per megapixel of luma, so that they fit every clip.
 *
 * @param encodeCpuSecondsPerMegapixel CPU time of the encoder
 * @param decodeCpuSecondsPerMegapixel CPU time of the decoder
 * @param startSeconds CPU time granted on top to every run, for the start of the program
 * @param memoryBytes resident memory of one run
 * @param decoderBytes compressed size of the built program
 */
public record CodingLimits(
    double encodeCpuSecondsPerMegapixel,
    double decodeCpuSecondsPerMegapixel,
    double startSeconds,
    long memoryBytes,
    long decoderBytes) {

  private static final double WALL_PER_CPU = 4;
  private static final Duration WALL_GRACE = Duration.ofSeconds(10);
  private static final long Y4M_SLACK_BYTES = 1 << 16;

  public CodingLimits {
    if (!(encodeCpuSecondsPerMegapixel > 0)
        || !(decodeCpuSecondsPerMegapixel > 0)
        || !(startSeconds > 0)
        || memoryBytes < 64 * Limits.MEBIBYTE
        || decoderBytes < 1) {
      throw new IllegalArgumentException(
          "Limits must be positive and memory at least 64 MiB, found " + this + ".");
    }
  }

  public static CodingLimits defaults() {
    return new CodingLimits(30, 10, 5, 1024 * Limits.MEBIBYTE, 1 << 20);
  }

  /**
   * Of encoding the clip.
   *
   * @param leniency by how much the CPU time is stretched, 1 for what counts
   */
  public Limits encode(Clip clip, double leniency) {
    return run(TimeForecast.encoding(this).limit(clip), leniency, rawBytes(clip) + Y4M_SLACK_BYTES);
  }

  /**
   * Of decoding the clip.
   *
   * @param leniency as of {@link #encode}
   */
  public Limits decode(Clip clip, double leniency) {
    return run(
        TimeForecast.decoding(this).limit(clip),
        leniency,
        rawBytes(clip) + 2 * Y4M_SLACK_BYTES + 64L * clip.frames());
  }

  /** These with all CPU times multiplied. */
  public CodingLimits stretched(double factor) {
    return new CodingLimits(
        encodeCpuSecondsPerMegapixel * factor,
        decodeCpuSecondsPerMegapixel * factor,
        startSeconds * factor,
        memoryBytes,
        decoderBytes);
  }

  private Limits run(double cpuSeconds, double leniency, long outputBytes) {
    Duration wall = duration(cpuSeconds * Math.max(WALL_PER_CPU, leniency)).plus(WALL_GRACE);
    return Limits.defaults()
        .withTime(duration(cpuSeconds * leniency), wall)
        .withMemoryBytes(memoryBytes)
        .withOutputBytes(outputBytes);
  }

  private static Duration duration(double seconds) {
    return Duration.ofMillis((long) Math.ceil(1000 * seconds));
  }

  private static long rawBytes(Clip clip) {
    return clip.format().frameBytes() * clip.frames();
  }
}
