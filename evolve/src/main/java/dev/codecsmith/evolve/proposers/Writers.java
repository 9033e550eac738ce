package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.calls.CallLog;
import dev.codecsmith.evolve.models.choice.ModelBandit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The models of a campaign, and which of them writes next: the one that a {@link ModelBandit}
 * expects most of per dollar.
 *
 * <p>What a model has achieved is read from the experiments that carry its name, and what that cost
 * from the log of calls, so the choice follows from what is stored and a continued campaign chooses
 * the same. The improvement of a program is the share of bits that it saves over the better of its
 * parents, or over the best of the programs before it where it has none.
 *
 * <p>Iterations that are under way have no result yet; which model each of those that models write
 * was given is found by choosing again as it was chosen then.
 */
public final class Writers {
  private static final double EXPLORATION = 1;
  private static final Pattern ITERATION = Pattern.compile("iteration (\\d+), turn \\d+");

  private final List<Writer> writers;
  private final Optional<CallLog> calls;
  private final IterationShares turns;
  private final ModelBandit bandit;

  private Writers(List<Writer> writers, Optional<CallLog> calls, IterationShares turns, long seed) {
    this.writers = List.copyOf(writers);
    this.calls = calls;
    this.turns = turns;
    this.bandit =
        new ModelBandit(writers.stream().map(Writer::proposer).toList(), EXPLORATION, seed);
    if (writers.stream().map(writer -> writer.model().name()).distinct().count()
        != writers.size()) {
      throw new IllegalArgumentException("Two models of a campaign have the same name.");
    }
  }

  /** One model writes everything. */
  public static Writers only(String proposer, LanguageModel model) {
    return new Writers(
        List.of(new Writer(proposer, model)), Optional.empty(), IterationShares.ALL, 0);
  }

  /**
   * Several models.
   *
   * @param calls where all their calls are written down
   * @param turns which iterations models write; the others, while they are under way, count for
   *     nothing
   * @param seed the campaign's seed
   */
  public static Writers of(List<Writer> writers, CallLog calls, IterationShares turns, long seed) {
    return new Writers(writers, Optional.of(calls), turns, seed);
  }

  /** All of them, in the order in which they were named. */
  public List<Writer> all() {
    return writers;
  }

  /**
   * Who writes the program of an iteration.
   *
   * @param history what the iteration may learn from, by iteration and without a gap
   */
  Writer choose(List<PastExperiment> history, int iteration) {
    if (writers.size() == 1) {
      return writers.getFirst();
    }
    int last = history.isEmpty() ? 0 : history.getLast().iteration();
    int lag = iteration - last;
    Map<Integer, ModelBandit.Pull> pulls = pulls(history);
    Map<Integer, String> chosen = new HashMap<>();
    pulls.forEach((at, pull) -> chosen.put(at, pull.model()));
    String name = "";
    for (int next = last + 1; next <= iteration; next++) {
      if (next < iteration && !turns.isDears(next)) {
        continue;
      }
      int known = next - lag;
      List<ModelBandit.Pull> past =
          history.stream()
              .map(PastExperiment::iteration)
              .filter(at -> at <= known)
              .map(pulls::get)
              .filter(Objects::nonNull)
              .toList();
      List<String> underWay = new ArrayList<>();
      for (int at = Math.max(known, 0) + 1; at < next; at++) {
        Optional.ofNullable(chosen.get(at)).ifPresent(underWay::add);
      }
      name = bandit.choose(past, underWay);
      chosen.put(next, name);
    }
    String winner = name;
    return writers.stream().filter(w -> w.proposer().equals(winner)).findFirst().orElseThrow();
  }

  /** What came of each iteration that a model wrote. */
  private Map<Integer, ModelBandit.Pull> pulls(List<PastExperiment> history) {
    Map<Integer, List<CallLog.Entry>> bills = bills();
    Map<String, Double> scores = new HashMap<>();
    Map<Integer, ModelBandit.Pull> pulls = new HashMap<>();
    double best = Double.NaN;
    for (PastExperiment record : history) {
      String proposer = record.proposer();
      double reference =
          record.parents().stream()
              .map(scores::get)
              .filter(Objects::nonNull)
              .min(Double::compare)
              .orElse(best);
      writers.stream()
          .filter(writer -> writer.proposer().equals(proposer))
          .findFirst()
          .ifPresent(writer ->
              pulls.put(
                  record.iteration(),
                  new ModelBandit.Pull(
                      proposer,
                      record.score().map(score -> saved(reference, score)).orElse(0.0),
                      cost(writer, bills.getOrDefault(record.iteration(), List.of())))));
      if (record.score().isPresent()) {
        double score = record.score().get();
        scores.put(record.id(), score);
        best = Double.isNaN(best) ? score : Math.min(best, score);
      }
    }
    return pulls;
  }

  /** From scores in percent of BD-rate: the share of bits saved; 0 where there is none. */
  private static double saved(double before, double after) {
    double bits = 100 + before;
    return Double.isNaN(before) || bits <= 0 ? 0 : Math.max(0, (before - after) / bits);
  }

  private Map<Integer, List<CallLog.Entry>> bills() {
    Map<Integer, List<CallLog.Entry>> bills = new HashMap<>();
    for (CallLog.Entry entry : calls.map(CallLog::entries).orElse(List.of())) {
      Matcher slot = ITERATION.matcher(entry.key().slot());
      if (slot.matches()) {
        bills.computeIfAbsent(Integer.parseInt(slot.group(1)), key -> new ArrayList<>()).add(entry);
      }
    }
    return bills;
  }

  private static Optional<BigDecimal> cost(Writer writer, List<CallLog.Entry> bill) {
    List<Optional<BigDecimal>> costs =
        bill.stream()
            .filter(entry -> entry.key().model().equals(writer.model().name()))
            .map(CallLog.Entry::costUsd)
            .toList();
    return costs.stream().allMatch(Optional::isPresent)
        ? Optional.of(
            costs.stream().flatMap(Optional::stream).reduce(BigDecimal.ZERO, BigDecimal::add))
        : Optional.empty();
  }
}
