package dev.codecsmith.evolve.scorecard;

import dev.codecsmith.store.RatePoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What the anchors get on the campaign's clips.
 *
 * @param main the anchor that the score is against, such as {@code x264-medium}
 * @param points rate points by anchor; a point's quality is the anchor's own setting, such as a CRF
 */
public record AnchorFigures(String main, SortedMap<String, List<RatePoint>> points) {
  public AnchorFigures {
    SortedMap<String, List<RatePoint>> copy = new TreeMap<>();
    points.forEach((anchor, list) -> copy.put(anchor, List.copyOf(list)));
    points = Collections.unmodifiableSortedMap(copy);
  }

  public static AnchorFigures of(String main, Map<String, List<RatePoint>> points) {
    return new AnchorFigures(main, new TreeMap<>(points));
  }

  /** The main anchor's points on a clip, by rising rate. */
  public List<RatePoint> mainOn(String clip) {
    return points.getOrDefault(main, List.of()).stream()
        .filter(p -> p.clip().equals(clip))
        .sorted(Comparator.comparingDouble(RatePoint::bitrateKbps))
        .toList();
  }

  /**
   * The main anchor's bitrate in kbit/s on a clip at a PSNR-YUV in dB, by straight lines through
   * the logarithm of its rates; empty outside what it was measured at.
   */
  public OptionalDouble bitrateAt(String clip, double psnrYuv) {
    OptionalDouble log = interpolate(clip, psnrYuv, p -> Math.log(p.bitrateKbps()));
    return log.isPresent() ? OptionalDouble.of(Math.exp(log.getAsDouble())) : log;
  }

  /** The main anchor's chroma PSNR less its luma PSNR, in dB, on a clip at a PSNR-YUV in dB. */
  public OptionalDouble chromaLeadAt(String clip, double psnrYuv) {
    return interpolate(clip, psnrYuv, p -> Quality.chromaLead(p).orElse(Double.NaN));
  }

  private OptionalDouble interpolate(
      String clip, double psnrYuv, ToDoubleFunction<RatePoint> figure) {
    List<RatePoint> curve = new ArrayList<>();
    for (RatePoint point : mainOn(clip)) {
      OptionalDouble quality = Quality.yuv(point);
      if (point.bitrateKbps() > 0
          && quality.isPresent()
          && Double.isFinite(quality.getAsDouble())
          && Double.isFinite(figure.applyAsDouble(point))) {
        curve.add(point);
      }
    }
    for (int i = 1; i < curve.size(); i++) {
      double low = Quality.yuv(curve.get(i - 1)).orElseThrow();
      double high = Quality.yuv(curve.get(i)).orElseThrow();
      if (low <= psnrYuv && psnrYuv <= high && low < high) {
        double share = (psnrYuv - low) / (high - low);
        return OptionalDouble.of(
            (1 - share) * figure.applyAsDouble(curve.get(i - 1))
                + share * figure.applyAsDouble(curve.get(i)));
      }
    }
    return OptionalDouble.empty();
  }
}
