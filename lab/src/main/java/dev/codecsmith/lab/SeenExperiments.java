package dev.codecsmith.lab;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The little of a campaign's experiments that is needed to compare one with the others. */
final class SeenExperiments {
  private record Seen(String id, String programSha256, long decoderBytes, List<Size> sizes) {}

  private record Size(String clip, int quality, long bytes) {}

  private final Map<String, Seen> byId = new HashMap<>();
  private final Map<String, List<Seen>> byBitstreams = new HashMap<>();

  /**
   * From a parent to its child, over the points that both have.
   *
   * @param decoderGrowth compressed bytes
   * @param bitstreamLoss bytes of all clips together, at the QUALITY at which they lost most; not
   *     the sum over QUALITY values, since data in a decoder serves all of them
   */
  record Change(long decoderGrowth, long bitstreamLoss) {}

  /** Experiments come by iteration. */
  void add(ExperimentRecord experiment) {
    if (experiment.points().isEmpty()) {
      return;
    }
    Seen seen =
        new Seen(
            experiment.id(),
            experiment.candidate().programSha256(),
            experiment.decoderBytes(),
            experiment.points().stream()
                .map(point -> new Size(point.clip(), point.quality(), point.bytes()))
                .toList());
    byId.put(seen.id(), seen);
    byBitstreams.computeIfAbsent(bitstreams(experiment), key -> new ArrayList<>()).add(seen);
  }

  /** The first experiment of another program whose bitstreams are all the same. */
  Optional<String> identical(ExperimentRecord experiment) {
    return byBitstreams.getOrDefault(bitstreams(experiment), List.of()).stream()
        .filter(other -> !other.id().equals(experiment.id()))
        .filter(other -> !other.programSha256().equals(experiment.candidate().programSha256()))
        .map(Seen::id)
        .findFirst();
  }

  /** Empty if the parent is not of this campaign, or the two have no point in common. */
  Optional<Change> change(String parentId, ExperimentRecord child) {
    Seen parent = byId.get(parentId);
    if (parent == null) {
      return Optional.empty();
    }
    Map<Integer, Long> lost = new TreeMap<>();
    for (RatePoint point : child.points()) {
      parent.sizes().stream()
          .filter(size -> size.clip().equals(point.clip()) && size.quality() == point.quality())
          .forEach(size -> lost.merge(point.quality(), size.bytes() - point.bytes(), Long::sum));
    }
    return lost.values().stream()
        .max(Long::compare)
        .map(most -> new Change(child.decoderBytes() - parent.decoderBytes(), most));
  }

  /** Of all clips together. */
  static Map<Integer, Long> bytesByQuality(List<RatePoint> points) {
    return points.stream()
        .collect(
            Collectors.groupingBy(RatePoint::quality, Collectors.summingLong(RatePoint::bytes)));
  }

  private static String bitstreams(ExperimentRecord experiment) {
    return experiment.points().stream()
        .map(point -> point.clip() + "/" + point.quality() + "/" + point.bitstreamSha256())
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
