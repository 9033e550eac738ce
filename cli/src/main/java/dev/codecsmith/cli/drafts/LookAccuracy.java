package dev.codecsmith.cli.drafts;

import dev.codecsmith.metrics.rank.RankCorrelation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** How well quick looks foretold scores, by the programs that have both. Safe for all threads. */
final class LookAccuracy {
  /** From so many programs on a rank correlation says something. */
  private static final int ENOUGH = 4;

  private final Map<String, Double> lookedAt = new LinkedHashMap<>();
  private final Map<String, Double> measured = new LinkedHashMap<>();

  /** Notes what a quick look at all clips gave for a program. */
  synchronized void lookedAt(String programSha256, double percent) {
    lookedAt.put(programSha256, percent);
  }

  /** Notes a program's score. */
  synchronized void measured(String programSha256, double score) {
    measured.put(programSha256, score);
  }

  /** For the agent; empty while too few programs have both figures. */
  synchronized String sentence() {
    List<String> both = lookedAt.keySet().stream().filter(measured::containsKey).toList();
    if (both.size() < ENOUGH) {
      return "";
    }
    OptionalDouble correlation =
        RankCorrelation.of(
            both.stream().map(lookedAt::get).toList(), both.stream().map(measured::get).toList());
    return correlation.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "\nOf %d programs that were measured in full too, quick looks gave the order with a rank correlation of %.2f (1 is the same order).\n",
            both.size(),
            correlation.getAsDouble());
  }
}
