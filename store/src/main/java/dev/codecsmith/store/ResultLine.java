package dev.codecsmith.store;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.race.Race;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a list tells of a result.
 *
 * @param decoderBytes compressed size of the built program; 0 before it is built
 * @param score BD-rate in percent; lower is better; empty unless succeeded
 * @param shortScore see {@link ExperimentResult#shortScore()}
 * @param race see {@link ExperimentResult#race()}
 * @param figures overall BD-rate by anchor, and by {@code anchor/…} those by SSIM, on held-out
 *     clips and the like
 * @param cpu what all rate points took together; empty while there is none
 * @param means of what all rate points gave; empty while there is none
 * @param failure with the first line of its text; present when failed
 * @param warnings what a person and a proposer should know
 * @param flags what a person should look at
 */
@RecordBuilder
public record ResultLine(
    long decoderBytes,
    Optional<Double> score,
    Optional<Double> shortScore,
    @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE) Optional<Race> race,
    Map<String, BdRate> figures,
    Optional<CpuTimes> cpu,
    @JacksonInject(value = Json.ALSO_ABSENT, useInput = OptBoolean.TRUE)
        Optional<MeanFigures> means,
    Optional<Failure> failure,
    List<String> warnings,
    List<String> flags) {

  public ResultLine {
    figures = Map.copyOf(figures);
    warnings = List.copyOf(warnings);
    flags = List.copyOf(flags);
  }

  /** What a person should look at: warnings and flags. */
  public List<String> remarks() {
    return Stream.concat(warnings.stream(), flags.stream()).toList();
  }

  /** CPU time in seconds of the encoder and the decoder. */
  public record CpuTimes(double encodeSeconds, double decodeSeconds) {
    static Optional<CpuTimes> of(List<RatePoint> points) {
      return points.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new CpuTimes(
                  points.stream().mapToDouble(point -> point.encode().cpuSeconds()).sum(),
                  points.stream().mapToDouble(point -> point.decode().cpuSeconds()).sum()));
    }
  }

  /**
   * Arithmetic means over the rate points, all clips and qualities alike. They say what the program
   * was run at; which one is better says the score.
   *
   * @param psnrYuv in dB, infinite where a point is; empty where a point does not have it
   * @param ssim ffmpeg's, of all planes, at most 1; empty where a point does not have it
   * @param kbps kbit/s
   */
  public record MeanFigures(Optional<Double> psnrYuv, Optional<Double> ssim, double kbps) {
    static Optional<MeanFigures> of(List<RatePoint> points) {
      return points.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new MeanFigures(
                  mean(points, "psnr_yuv"),
                  mean(points, "ffmpeg_ssim_all"),
                  points.stream().mapToDouble(RatePoint::bitrateKbps).average().orElseThrow()));
    }

    private static Optional<Double> mean(List<RatePoint> points, String metric) {
      List<Double> figures =
          points.stream().flatMap(point -> Stream.ofNullable(point.metrics().get(metric))).toList();
      return figures.size() == points.size()
          ? Optional.of(figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
          : Optional.empty();
    }
  }

  static ResultLine of(ExperimentResult result) {
    Map<String, BdRate> figures = new LinkedHashMap<>();
    result.scores().forEach((anchor, comparison) -> figures.put(anchor, comparison.overall()));
    return new ResultLine(
        result.decoderBytes(),
        result.score(),
        result.shortScore(),
        result.race(),
        figures,
        CpuTimes.of(result.points()),
        MeanFigures.of(result.points()),
        result.failure().map(Failure::headline),
        result.warnings(),
        result.flags());
  }
}
