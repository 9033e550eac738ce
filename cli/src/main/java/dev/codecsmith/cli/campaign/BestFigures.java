package dev.codecsmith.cli.campaign;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.json.BdRates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * By how much the best program of a campaign won: against each anchor, over the clips that were
 * searched on and those that were held out, and beside what the campaign began with, clip by clip.
 * How sure a mean over clips is, is told by Student's t: an interval that would hold the mean over
 * all clips of this kind in 95 of 100 campaigns, if these were drawn from them at random. Of two or
 * three clips such an interval is so wide that it says nothing, so there the clips' own range is
 * told.
 */
final class BestFigures {
  private static final int FEWEST_OF_AN_INTERVAL = 4;

  private final EvaluationSettings evaluation;
  private final ExperimentRecord best;

  BestFigures(EvaluationSettings evaluation, ExperimentRecord best) {
    this.evaluation = evaluation;
    this.best = best;
  }

  /**
   * Sentences for a person.
   *
   * @param experiments all of the campaign
   */
  List<String> sentences(Stream<PastExperiment> experiments) {
    List<String> lines = new ArrayList<>();
    against("On the clips that were searched on", "").ifPresent(lines::add);
    against("On clips that were held out", AnchorComparison.HELD_OUT).ifPresent(lines::add);
    if (!best.candidate().parents().isEmpty()) {
      experiments
          .filter(each -> each.score().isPresent() && each.parents().isEmpty())
          .min(Comparator.comparingDouble(each -> each.score().orElseThrow()))
          .ifPresent(founder -> lines.add(gainOver(founder.experiment())));
    }
    return lines;
  }

  private Optional<String> against(String where, String suffix) {
    List<String> figures = new ArrayList<>();
    for (Anchor anchor : evaluation.anchors()) {
      AnchorComparison comparison = best.scores().get(key(best, anchor, suffix));
      if (comparison == null) {
        continue;
      }
      figures.add(
          comparison.overall() instanceof BdRate.Value value
              ? String.format(Locale.ROOT, "%+.2f %% against %s", value.percent(), anchor.name())
                  + inBrackets(spread(percents(comparison).values(), "%+.2f"))
              : "no figure against "
                  + anchor.name()
                  + inBrackets(BdRates.state(comparison.overall()).replace('-', ' ')));
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(where + ": " + String.join(", ", figures) + ".");
  }

  private String gainOver(ExperimentRecord founder) {
    double score = founder.score().orElseThrow();
    return String.format(
            Locale.ROOT,
            "The best of the programs without parents has %+.2f %%: the search brought %.2f points",
            score,
            score - best.score().orElseThrow())
        + inBrackets(spread(gains(founder, ""), "%.2f"))
        + heldOutGain(gains(founder, AnchorComparison.HELD_OUT))
        + ".";
  }

  private static String heldOutGain(List<Double> gains) {
    return gains.isEmpty()
        ? ""
        : String.format(Locale.ROOT, ", and %.2f on clips that were held out", mean(gains))
            + inBrackets(spread(gains, "%.2f"));
  }

  /** By how much lower the best program is than another on each clip where both have a figure. */
  private List<Double> gains(ExperimentRecord other, String suffix) {
    Anchor main = evaluation.mainAnchor();
    AnchorComparison before = other.scores().get(key(other, main, suffix));
    AnchorComparison after = best.scores().get(key(best, main, suffix));
    if (before == null || after == null) {
      return List.of();
    }
    Map<String, Double> from = percents(before);
    List<Double> gains = new ArrayList<>();
    percents(after)
        .forEach((clip, percent) -> {
          Double first = from.get(clip);
          if (first != null) {
            gains.add(first - percent);
          }
        });
    return gains;
  }

  private static String key(ExperimentRecord experiment, Anchor anchor, String suffix) {
    return AnchorComparison.keyOfScore(experiment.scores(), anchor.name()) + suffix;
  }

  private static SortedMap<String, Double> percents(AnchorComparison comparison) {
    SortedMap<String, Double> percents = new TreeMap<>();
    comparison
        .perClip()
        .forEach((clip, rate) -> {
          if (rate instanceof BdRate.Value value) {
            percents.put(clip, value.percent());
          }
        });
    return percents;
  }

  private static double mean(Collection<Double> figures) {
    return figures.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static String inBrackets(String text) {
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  /**
   * How far the figures of several clips lie apart, or how far their mean can be trusted; nothing
   * for a single clip, of which neither can be told.
   *
   * @param format of a figure
   */
  private static String spread(Collection<Double> figures, String format) {
    int clips = figures.size();
    if (clips < 2) {
      return "";
    }
    if (clips < FEWEST_OF_AN_INTERVAL) {
      return range(Collections.min(figures), Collections.max(figures), format)
          + " over "
          + clips
          + " clips";
    }
    double mean = mean(figures);
    double squares = figures.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
    double reach =
        new TDistribution(clips - 1).inverseCumulativeProbability(0.975)
            * Math.sqrt(squares / (clips - 1) / clips);
    return "95 % interval over " + clips + " clips: " + range(mean - reach, mean + reach, format);
  }

  private static String range(double lowest, double highest, String format) {
    return String.format(Locale.ROOT, format + " to " + format, lowest, highest);
  }
}
