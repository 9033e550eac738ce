package dev.codecsmith.lab;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Signs that a result deserves a second look. They follow from the records alone, so they are the
 * same whatever the order in which experiments ended.
 */
public final class Flags {
  private Flags() {}

  /** The experiments of one campaign, with what was found about each among its warnings. */
  public static List<ExperimentRecord> raise(List<ExperimentRecord> experiments) {
    Map<String, List<ExperimentRecord>> byBitstreams = new LinkedHashMap<>();
    experiments.stream()
        .filter(experiment -> !experiment.points().isEmpty())
        .sorted(Comparator.comparingInt(ExperimentRecord::iteration))
        .forEach(experiment ->
            byBitstreams
                .computeIfAbsent(bitstreams(experiment), key -> new ArrayList<>())
                .add(experiment));
    return experiments.stream()
        .map(experiment -> flagged(experiment, byBitstreams.get(bitstreams(experiment))))
        .toList();
  }

  private static ExperimentRecord flagged(
      ExperimentRecord experiment,
      @org.jspecify.annotations.Nullable List<ExperimentRecord> sameBitstreams) {
    if (sameBitstreams == null) {
      return experiment;
    }
    List<String> warnings = new ArrayList<>(experiment.warnings());
    sameBitstreams.stream()
        .filter(other -> !other.id().equals(experiment.id()))
        .filter(other ->
            !other.candidate().programSha256().equals(experiment.candidate().programSha256()))
        .findFirst()
        .ifPresent(other ->
            warnings.add(
                "Every bitstream is identical to that of "
                    + other.id()
                    + ", though the programs differ: the change had no effect, or another program"
                    + " ran."));
    return experiment.withWarnings(warnings);
  }

  private static String bitstreams(ExperimentRecord experiment) {
    return experiment.points().stream()
        .map((RatePoint point) ->
            point.clip() + "/" + point.quality() + "/" + point.bitstreamSha256())
        .sorted()
        .collect(Collectors.joining("\n"));
  }
}
