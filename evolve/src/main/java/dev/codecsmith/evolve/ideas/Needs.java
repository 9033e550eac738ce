package dev.codecsmith.evolve.ideas;

import dev.codecsmith.evolve.scorecard.Scorecard;
import dev.codecsmith.metrics.bd.BdRate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a program lacks, as weights of tags: 0 for no need, 1 for a clear one, 3 at most.
 *
 * @param weights by tag; a tag without a weight has none
 */
public record Needs(Map<IdeaTag, Double> weights) {
  private static final double MOST = 3;

  /** A program without a figure: any idea is as good as another. */
  public static final Needs NONE = new Needs(Map.of());

  public Needs {
    EnumMap<IdeaTag, Double> copy = new EnumMap<>(IdeaTag.class);
    copy.putAll(weights);
    weights = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads a scorecard. A program whose rate exceeds the anchor's by more at its lowest rates than
   * at its highest lacks low-rate tools, one point of weight for each 20 percent between them, and
   * the other way round; chroma planes that stand lower above luma than the anchor's weigh one
   * point a dB; a clip worse than the mean weighs its traits, one point for each 20 percent.
   *
   * @param traits what a clip is known for, such as {@code STATIC}, by its name; may lack clips
   */
  public static Needs of(Scorecard card, Map<String, Set<IdeaTag>> traits) {
    Needs needs = NONE;
    double low = meanExcess(card, true);
    double high = meanExcess(card, false);
    needs = needs.plus(IdeaTag.LOW_RATE, (low - high) / 20);
    needs = needs.plus(IdeaTag.HIGH_RATE, (high - low) / 20);
    double deficit =
        card.clips().stream()
            .flatMap(c -> c.points().stream())
            .map(Scorecard.Point::chromaDeficitDb)
            .flatMapToDouble(OptionalDouble::stream)
            .average()
            .orElse(0);
    needs = needs.plus(IdeaTag.CHROMA, deficit);
    for (Map.Entry<String, Double> clip : excessOverMean(card).entrySet()) {
      Set<IdeaTag> known = traits.getOrDefault(clip.getKey(), EnumSet.noneOf(IdeaTag.class));
      for (IdeaTag tag : known) {
        needs = needs.plus(tag, clip.getValue() / 20);
      }
    }
    return needs;
  }

  /** The same with a weight added to a tag's; what is not positive adds nothing. */
  public Needs plus(IdeaTag tag, double weight) {
    if (!(weight > 0)) {
      return this;
    }
    EnumMap<IdeaTag, Double> sum = new EnumMap<>(IdeaTag.class);
    sum.putAll(weights);
    sum.merge(tag, weight, (a, b) -> a + b);
    sum.computeIfPresent(tag, (t, w) -> Math.min(w, MOST));
    return new Needs(sum);
  }

  public double weight(IdeaTag tag) {
    return weights.getOrDefault(tag, 0.0);
  }

  /** Such as {@code low-rate 1.4, chroma 0.6}; empty if there is no need. */
  public String text() {
    return weights.entrySet().stream()
        .sorted(Map.Entry.<IdeaTag, Double>comparingByValue().reversed())
        .map(e -> String.format(Locale.ROOT, "%s %.1f", e.getKey().label(), e.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Mean over clips of the rate excess in percent at the clip's lowest or highest rate. */
  private static double meanExcess(Scorecard card, boolean lowest) {
    return card.clips().stream()
        .map(clip -> excessAtEnd(clip.points(), lowest))
        .flatMap(Optional::stream)
        .mapToDouble(e -> e)
        .average()
        .orElse(0);
  }

  private static Optional<Double> excessAtEnd(List<Scorecard.Point> points, boolean lowest) {
    List<Scorecard.Point> comparable =
        points.stream().filter(p -> p.excessPercent().isPresent()).toList();
    if (comparable.size() < 2) {
      return Optional.empty();
    }
    Scorecard.Point end = lowest ? comparable.getFirst() : comparable.getLast();
    return Optional.of(end.excessPercent().orElseThrow());
  }

  private static Map<String, Double> excessOverMean(Scorecard card) {
    Map<String, Double> rates =
        card.clips().stream()
            .filter(c -> rate(c).isPresent())
            .collect(Collectors.toMap(Scorecard.Clip::name, c -> rate(c).orElseThrow()));
    double mean = rates.values().stream().mapToDouble(r -> r).average().orElse(0);
    rates.replaceAll((clip, rate) -> rate - mean);
    return rates;
  }

  /** The clip's worst BD-rate against any anchor: with one anchor, the one against it. */
  private static Optional<Double> rate(Scorecard.Clip clip) {
    return clip.rates().values().stream()
        .filter(BdRate.Value.class::isInstance)
        .map(r -> ((BdRate.Value) r).percent())
        .max(Double::compare);
  }
}
