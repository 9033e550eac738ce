package dev.codecsmith.evolve.scorecard;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An experiment's figures on the search clips.
 *
 * @param experiment its id
 * @param score BD-rate in percent, or what the campaign's objective makes of it, against the main
 *     anchor over the search clips; lower is better
 * @param clips in the campaign's order; a clip without any point is absent
 * @param decoderBytes compressed size of the program
 */
public record Scorecard(
    String experiment, Optional<Double> score, List<Clip> clips, long decoderBytes) {
  public Scorecard {
    clips = List.copyOf(clips);
  }

  /**
   * One clip.
   *
   * @param name the clip
   * @param rates BD-rate by anchor
   * @param points by rising QUALITY
   */
  public record Clip(String name, SortedMap<String, BdRate> rates, List<Point> points) {
    public Clip {
      rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
      points = List.copyOf(points);
    }
  }

  /**
   * One rate point.
   *
   * @param quality the contract's QUALITY
   * @param bitrateKbps in kbit/s
   * @param psnrYuv in dB, weights 6:1:1
   * @param psnrY in dB
   * @param psnrU in dB
   * @param psnrV in dB
   * @param ssim over all planes where that was measured, else of luma
   * @param encodeCpuSeconds CPU time
   * @param decodeCpuSeconds CPU time
   * @param anchorKbps what the main anchor needs for the same PSNR-YUV, in kbit/s; empty outside
   *     what it was measured at
   * @param chromaDeficitDb by how much less than the anchor, at the same PSNR-YUV, the chroma
   *     planes stand above luma; positive is worse chroma
   */
  @RecordBuilder
  public record Point(
      int quality,
      double bitrateKbps,
      OptionalDouble psnrYuv,
      OptionalDouble psnrY,
      OptionalDouble psnrU,
      OptionalDouble psnrV,
      OptionalDouble ssim,
      double encodeCpuSeconds,
      double decodeCpuSeconds,
      OptionalDouble anchorKbps,
      OptionalDouble chromaDeficitDb) {

    /** By how many percent the point's rate is above the anchor's at the same quality. */
    public OptionalDouble excessPercent() {
      return anchorKbps.isPresent()
          ? OptionalDouble.of((bitrateKbps / anchorKbps.getAsDouble() - 1) * 100)
          : OptionalDouble.empty();
    }
  }

  /** Reads a record; clips that are not search clips are left out wherever they appear. */
  public static Scorecard of(ExperimentRecord record, ClipRoles roles, AnchorFigures anchors) {
    List<Clip> clips = new ArrayList<>();
    for (String name : roles.search()) {
      List<Point> points =
          record.points().stream()
              .filter(p -> p.clip().equals(name))
              .sorted(Comparator.comparingInt(RatePoint::quality))
              .map(p -> point(p, anchors))
              .toList();
      SortedMap<String, BdRate> rates = new TreeMap<>();
      record
          .scores()
          .forEach((anchor, comparison) -> {
            BdRate rate = comparison.perClip().get(name);
            if (rate != null) {
              rates.put(anchor, rate);
            }
          });
      if (!points.isEmpty() || !rates.isEmpty()) {
        clips.add(new Clip(name, rates, points));
      }
    }
    return new Scorecard(record.id(), record.score(), clips, record.decoderBytes());
  }

  /** Whether the score is of an objective of the campaign's own. */
  public boolean hasObjective(String mainAnchor) {
    return clips.stream()
        .anyMatch(clip -> clip.rates().containsKey(mainAnchor + AnchorComparison.OBJECTIVE));
  }

  /** A rate point's PSNR-YUV in dB, weights 6:1:1, as stored or from its planes. */
  public static OptionalDouble psnrYuv(RatePoint point) {
    return Quality.yuv(point);
  }

  private static Point point(RatePoint point, AnchorFigures anchors) {
    OptionalDouble yuv = Quality.yuv(point);
    OptionalDouble anchorKbps = OptionalDouble.empty();
    OptionalDouble deficit = OptionalDouble.empty();
    if (yuv.isPresent()) {
      anchorKbps = anchors.bitrateAt(point.clip(), yuv.getAsDouble());
      OptionalDouble theirs = anchors.chromaLeadAt(point.clip(), yuv.getAsDouble());
      OptionalDouble ours = Quality.chromaLead(point);
      if (theirs.isPresent() && ours.isPresent()) {
        deficit = OptionalDouble.of(theirs.getAsDouble() - ours.getAsDouble());
      }
    }
    return ScorecardPointBuilder.builder()
        .quality(point.quality())
        .bitrateKbps(point.bitrateKbps())
        .psnrYuv(yuv)
        .psnrY(Quality.y(point))
        .psnrU(Quality.u(point))
        .psnrV(Quality.v(point))
        .ssim(Quality.ssim(point))
        .encodeCpuSeconds(point.encode().cpuSeconds())
        .decodeCpuSeconds(point.decode().cpuSeconds())
        .anchorKbps(anchorKbps)
        .chromaDeficitDb(deficit)
        .build();
  }
}
