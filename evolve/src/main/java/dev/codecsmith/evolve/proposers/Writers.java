package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.HistoryFollower;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.calls.CallLog;
import dev.codecsmith.evolve.models.choice.ModelBandit;
import dev.codecsmith.evolve.models.choice.ModelRecord;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  private final List<Writer> writers;
  private final Optional<CallLog> calls;
  private final IterationShares turns;
  private final ModelBandit bandit;
  private final HistoryFollower<ModelRecord> ended = new HistoryFollower<>(Learning::new);

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
   * @param history what the iteration may learn from
   */
  Writer choose(EvaluationHistory.View history, int iteration) {
    if (writers.size() == 1) {
      return writers.getFirst();
    }
    int last = history.size();
    int lag = iteration - last;
    Map<Integer, String> chosen = new HashMap<>();
    String name = "";
    for (int next = last + 1; next <= iteration; next++) {
      if (next < iteration && !turns.isByModel(next)) {
        continue;
      }
      int known = Math.max(next - lag, 0);
      List<String> underWay = new ArrayList<>();
      for (int at = known + 1; at < next; at++) {
        Optional<String> asked =
            at <= last
                ? writer(history.at(at)).map(Writer::proposer)
                : Optional.ofNullable(chosen.get(at));
        asked.ifPresent(underWay::add);
      }
      name = bandit.choose(ended.answer(history, known, next), underWay);
      chosen.put(next, name);
    }
    String winner = name;
    return writers.stream().filter(w -> w.proposer().equals(winner)).findFirst().orElseThrow();
  }

  /** The model that wrote an experiment's program; empty if none did. */
  private Optional<Writer> writer(PastExperiment experiment) {
    return writers.stream()
        .filter(writer -> writer.proposer().equals(experiment.proposer()))
        .findFirst();
  }

  /** What came of each iteration that a model wrote. */
  private final class Learning implements HistoryFollower.Learner<ModelRecord> {
    private ModelRecord ended = ModelRecord.NOTHING;
    private double best = Double.NaN;

    @Override
    public void learn(PastExperiment experiment, EvaluationHistory.View history) {
      Optional<Writer> writer = writer(experiment);
      if (writer.isPresent()) {
        double reference =
            experiment.parents().stream()
                .map(history::find)
                .flatMap(Optional::stream)
                .map(PastExperiment::score)
                .flatMap(Optional::stream)
                .min(Double::compare)
                .orElse(best);
        ended =
            ended.plus(
                new ModelRecord.Call(
                    experiment.proposer(),
                    experiment.score().map(score -> saved(reference, score)).orElse(0.0),
                    cost(writer.get(), experiment.iteration())));
      }
      if (experiment.score().isPresent()) {
        double score = experiment.score().get();
        best = Double.isNaN(best) ? score : Math.min(best, score);
      }
    }

    @Override
    public ModelRecord answer(int iteration) {
      return ended;
    }
  }

  /** From scores in percent of BD-rate: the share of bits saved; 0 where there is none. */
  private static double saved(double before, double after) {
    double bits = 100 + before;
    return Double.isNaN(before) || bits <= 0 ? 0 : Math.max(0, (before - after) / bits);
  }

  private Optional<BigDecimal> cost(Writer writer, int iteration) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int turn = 1; calls.isPresent(); turn++) {
      List<CallLog.Entry> bill = calls.get().entries(Conversation.slot(iteration, turn));
      if (bill.isEmpty()) {
        break;
      }
      for (CallLog.Entry entry : bill) {
        if (entry.key().model().equals(writer.model().name())) {
          if (entry.costUsd().isEmpty()) {
            return Optional.empty();
          }
          sum = sum.add(entry.costUsd().get());
        }
      }
    }
    return Optional.of(sum);
  }
}
