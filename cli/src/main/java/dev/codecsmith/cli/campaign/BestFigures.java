package dev.codecsmith.cli.campaign;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * By how much the best program of a campaign won: against each anchor, over the clips that were
 * searched on and those that were held out, and beside what the campaign began with. How sure a
 * mean over clips is, is told by Student's t: an interval that would hold the mean over all clips
 * of this kind in 95 of 100 campaigns, if these were drawn from them at random.
 */
final class BestFigures {
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
    OptionalDouble founder =
        experiments
            .filter(each -> each.score().isPresent() && each.parents().isEmpty())
            .mapToDouble(each -> each.score().orElseThrow())
            .min();
    if (founder.isPresent() && !best.candidate().parents().isEmpty()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "The best of the programs without parents has %+.2f %%: the search brought %.2f points.",
              founder.getAsDouble(),
              founder.getAsDouble() - best.score().orElseThrow()));
    }
    return lines;
  }

  private Optional<String> against(String where, String suffix) {
    List<String> figures = new ArrayList<>();
    for (Anchor anchor : evaluation.anchors()) {
      AnchorComparison comparison = best.scores().get(anchor.name() + suffix);
      if (comparison != null && comparison.overall() instanceof BdRate.Value value) {
        figures.add(
            String.format(Locale.ROOT, "%+.2f %% against %s", value.percent(), anchor.name())
                + interval(comparison.perClip()));
      }
    }
    return figures.isEmpty()
        ? Optional.empty()
        : Optional.of(where + ": " + String.join(", ", figures) + ".");
  }

  /** Nothing for a single clip, of which none can be told. */
  private static String interval(Map<String, BdRate> perClip) {
    List<Double> percents = new ArrayList<>();
    for (BdRate rate : perClip.values()) {
      if (rate instanceof BdRate.Value value) {
        percents.add(value.percent());
      }
    }
    int clips = percents.size();
    if (clips < 2) {
      return "";
    }
    double mean = percents.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double squares = percents.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
    double reach =
        new TDistribution(clips - 1).inverseCumulativeProbability(0.975)
            * Math.sqrt(squares / (clips - 1) / clips);
    return String.format(
        Locale.ROOT,
        " (95 %% interval over %d clips: %+.1f to %+.1f)",
        clips,
        mean - reach,
        mean + reach);
  }
}
