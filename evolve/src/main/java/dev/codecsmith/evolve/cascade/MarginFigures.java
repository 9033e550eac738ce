package dev.codecsmith.evolve.cascade;

import dev.codecsmith.lab.evaluation.Cascade;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Programs whose short scores were held against the best one known. One that is left there was so
 * by mistake if it would have been the best program till then.
 *
 * @param points the margin, in points of percent
 * @param held how many programs
 * @param left how many of these were measured no further, as they were behind by more
 * @param savedCpuSeconds what these would have taken, if as much as those took that were measured
 *     in full, on average; what first frames took, of these and of all others, is not taken off
 * @param checked of those that were measured in full whatever was seen
 */
public record MarginFigures(
    double points, int held, int left, double savedCpuSeconds, CheckedFigures checked) {

  /**
   * Of experiments by iteration.
   *
   * @param lag how far behind an iteration was what it could learn from
   */
  static MarginFigures of(Cascade cascade, long seed, int lag, List<CascadeLine> experiments) {
    Hurdles hurdles = Hurdles.of(Optional.of(cascade), seed);
    double best = Double.POSITIVE_INFINITY;
    int known = 0;
    int held = 0;
    int left = 0;
    CheckedFigures checked = CheckedFigures.NONE;
    for (CascadeLine each : experiments) {
      while (experiments.get(known).iteration() <= each.iteration() - lag) {
        CascadeLine ended = experiments.get(known);
        hurdles = hurdles.with(ended.iteration(), ended.score(), ended.shortScore());
        best = Math.min(best, ended.score().orElse(Double.POSITIVE_INFINITY));
        known++;
      }
      OptionalDouble hurdle = hurdles.best(each.iteration());
      if (hurdle.isEmpty() || each.shortScore().isEmpty()) {
        continue;
      }
      held++;
      left += each.leftByMargin() ? 1 : 0;
      if (hurdles.isChecked(each.iteration()) && each.score().isPresent()) {
        checked =
            checked.with(
                each.shortScore().get() > hurdle.getAsDouble() + cascade.margin(),
                each.score().get() < best);
      }
    }
    return new MarginFigures(
        cascade.margin(), held, left, left * meanCpuSeconds(experiments), checked);
  }

  private static double meanCpuSeconds(List<CascadeLine> experiments) {
    return experiments.stream()
        .filter(each -> each.score().isPresent())
        .flatMapToDouble(each -> each.cpuSeconds().stream())
        .average()
        .orElse(0);
  }

  Stream<String> sentences() {
    return held == 0
        ? Stream.empty()
        : Stream.of(
            String.format(
                Locale.ROOT,
                "Margin: %d of %d programs were measured no further than the first frames, as they"
                    + " were more than %.1f points behind the best one there. The rest would have"
                    + " taken about %.0f CPU seconds; what the first frames took of all is not"
                    + " taken off.",
                left,
                held,
                points,
                savedCpuSeconds),
            checked.sentence("their short scores were", "all that was known then", ""));
  }
}
