package dev.codecsmith.lab.scoring;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * From a parent to its child, over the points that both have.
 *
 * @param decoderGrowth compressed bytes
 * @param bitstreamLoss bytes of all clips together, at the QUALITY at which they lost most; not the
 *     sum over QUALITY values, since data in a decoder serves all of them
 */
record Growth(long decoderGrowth, long bitstreamLoss) {

  /** Empty if the two have no point in common. */
  static Optional<Growth> of(ExperimentRecord parent, ExperimentRecord child) {
    Map<Integer, Long> lost = new TreeMap<>();
    for (RatePoint point : child.points()) {
      parent.points().stream()
          .filter(other -> other.clip().equals(point.clip()) && other.quality() == point.quality())
          .forEach(other -> lost.merge(point.quality(), other.bytes() - point.bytes(), Long::sum));
    }
    return lost.values().stream()
        .max(Long::compare)
        .map(most -> new Growth(child.decoderBytes() - parent.decoderBytes(), most));
  }

  /** Of all clips together. */
  static Map<Integer, Long> bytesByQuality(List<RatePoint> points) {
    return points.stream()
        .collect(
            Collectors.groupingBy(RatePoint::quality, Collectors.summingLong(RatePoint::bytes)));
  }
}
