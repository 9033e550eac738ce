package dev.codecsmith.cli.curves;

import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.metrics.bd.BdMethod;
import dev.codecsmith.metrics.bd.BdQuality;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.metrics.bd.BjontegaardDelta;
import dev.codecsmith.store.json.BdRates;
import dev.codecsmith.store.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two curves compared, over all that both cover.
 *
 * @param clip the clip of both; empty where nobody said
 * @param rate at equal quality
 * @param quality at equal rate
 * @param swinging what was compared whose fitted curve leaves the range of its points, by name
 */
record BdComparison(String clip, BdRate rate, BdQuality quality, List<String> swinging) {
  BdComparison {
    swinging = List.copyOf(swinging);
  }

  static BdComparison of(String clip, Curve anchor, Curve test, BdMethod method) {
    return new BdComparison(
        clip,
        BjontegaardDelta.rate(anchor.points(), test.points(), method),
        BjontegaardDelta.quality(anchor.points(), test.points(), method),
        Stream.of(anchor, test)
            .filter(curve -> BjontegaardDelta.swingsBeyondPoints(curve.points(), method))
            .map(Curve::name)
            .distinct()
            .toList());
  }

  /** The means over the clips; where one clip has no figure, its state. Coverage is the lowest. */
  static BdComparison mean(List<BdComparison> clips) {
    return new BdComparison("", meanRate(clips), meanQuality(clips), List.of());
  }

  private static BdRate meanRate(List<BdComparison> clips) {
    double sum = 0;
    double coverage = 1;
    for (BdComparison clip : clips) {
      if (!(clip.rate instanceof BdRate.Value value)) {
        return clip.rate;
      }
      sum += value.percent();
      coverage = Math.min(coverage, value.coverage());
    }
    return new BdRate.Value(sum / clips.size(), coverage);
  }

  private static BdQuality meanQuality(List<BdComparison> clips) {
    double sum = 0;
    double coverage = 1;
    for (BdComparison clip : clips) {
      if (!(clip.quality instanceof BdQuality.Value value)) {
        return clip.quality;
      }
      sum += value.difference();
      coverage = Math.min(coverage, value.coverage());
    }
    return new BdQuality.Value(sum / clips.size(), coverage);
  }

  /** {@code bd_rate} and {@code bd_quality}: numbers with coverages, or objects with a state. */
  void putInto(ObjectNode node) {
    node.set("bd_rate", BdRates.toOutside(rate));
    if (rate instanceof BdRate.Value value) {
      node.set("bd_rate_coverage", Json.figure(value.coverage()));
    }
    node.set("bd_quality", outside(quality));
    if (quality instanceof BdQuality.Value value) {
      node.set("bd_quality_coverage", Json.figure(value.coverage()));
    }
  }

  private static JsonNode outside(BdQuality quality) {
    return switch (quality) {
      case BdQuality.Value value -> Json.figure(value.difference());
      case BdQuality.TooLittleOverlap overlap -> state(quality).put("coverage", overlap.coverage());
      case BdQuality.TooFewPoints few -> state(quality).put("points", few.points());
      case BdQuality.NoOverlap _, BdQuality.NotMonotonic _, BdQuality.NotFinite _ -> state(quality);
    };
  }

  private static ObjectNode state(BdQuality quality) {
    return Json.mapper().createObjectNode().put("state", stateName(quality));
  }

  private static String stateName(BdQuality quality) {
    return switch (quality) {
      case BdQuality.Value _ -> "value";
      case BdQuality.NoOverlap _ -> "no-overlap";
      case BdQuality.TooLittleOverlap _ -> "too-little-overlap";
      case BdQuality.NotMonotonic _ -> "not-monotonic";
      case BdQuality.TooFewPoints _ -> "too-few-points";
      case BdQuality.NotFinite _ -> "not-finite";
    };
  }

  String rateText() {
    return switch (rate) {
      case BdRate.Value value -> String.format(Locale.ROOT, "%+.6f %%", value.percent());
      case BdRate state -> BdRates.state(state);
    };
  }

  String qualityText(String unit) {
    return switch (quality) {
      case BdQuality.Value value ->
          String.format(Locale.ROOT, "%+.6f %s", value.difference(), unit).stripTrailing();
      case BdQuality state -> stateName(state);
    };
  }

  /** Sentences on what a reader must know before believing the figures. */
  List<String> warnings(BdMethod method) {
    List<String> warnings = new ArrayList<>();
    String where = clip.isEmpty() ? "" : "on " + clip + " ";
    switch (rate) {
      case BdRate.Value value -> {
        if (value.coverage() < EvaluationSettings.MINIMUM_COVERAGE) {
          warnings.add(
              "too-little-overlap: %sthe curves share %.0f %% of the qualities that they cover; below %.0f %% the figure says little."
                  .formatted(
                      where, 100 * value.coverage(), 100 * EvaluationSettings.MINIMUM_COVERAGE));
        }
      }
      case BdRate.NoOverlap _ ->
          warnings.add("no-overlap: " + where + "the curves share no quality.");
      case BdRate.TooLittleOverlap _ ->
          warnings.add("too-little-overlap: " + where + "the curves share too few qualities.");
      case BdRate.NotMonotonic _ ->
          warnings.add(
              "not-monotonic: "
                  + where
                  + "the quality of a curve does not rise with its rate at every step.");
      case BdRate.TooFewPoints few ->
          warnings.add(
              "too-few-points: %sa curve has %d and %s needs %d."
                  .formatted(where, few.points(), methodName(method), method.minimumPoints()));
      case BdRate.NotFinite _ ->
          warnings.add("not-finite: " + where + "a rate or a quality is infinite or not above 0.");
    }
    for (String name : swinging) {
      warnings.add(
          "outside-points: %sthe %s curve of %s leaves the range of its points, so the figure says little; pchip never does."
              .formatted(where, methodName(method), name));
    }
    return warnings;
  }

  static String methodName(BdMethod method) {
    return method.name().toLowerCase(Locale.ROOT);
  }
}
