package dev.codecsmith.dashboard.live;

import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a campaign's models did. An experiment is the work of the model that answered last for its
 * iteration; one that others than models proposed is nobody's, but lowers the best score as well.
 */
final class ModelHistory {
  /** What a call of an iteration is for; turns count from 1, and each behind the first mends. */
  private static final Pattern SLOT = Pattern.compile("iteration (\\d{1,9}), turn (\\d{1,9}).*");

  private final SequencedMap<String, Tally> models = new LinkedHashMap<>();
  private final Map<Integer, String> authors = new HashMap<>();
  private Optional<Double> best = Optional.empty();

  private static final class Tally {
    private int answered;
    private int failed;
    private int retried;
    private int repairs;
    private Duration latency = Duration.ZERO;
    private Spending spent = Spending.NOTHING;
    private int experiments;
    private int scored;
    private int bests;
    private double gain;

    private ModelFigures of(String name) {
      return new ModelFigures(
          name,
          new ModelFigures.Calls(answered, failed, retried, repairs, latency),
          spent,
          new ModelFigures.Made(experiments, scored, bests, gain));
    }
  }

  void on(CampaignEvent event) {
    switch (event) {
      case ModelAnswered call -> answered(call);
      case CampaignEvent.ModelFailed call -> {
        Tally model = tally(call.model());
        model.failed++;
        if (call.charged()) {
          model.spent =
              model.spent.plus(
                  Spending.ofCall(call.inputTokens(), call.outputTokens(), call.costUsd()));
        }
      }
      case CampaignEvent.ModelRetried call -> tally(call.model()).retried++;
      case ExperimentEnded ended -> ended(ended);
      default -> {}
    }
  }

  private Tally tally(String model) {
    return models.computeIfAbsent(model, _ -> new Tally());
  }

  /** Which iteration a model was asked for; empty where it was asked for something else. */
  static OptionalInt iteration(String slot) {
    Matcher matcher = SLOT.matcher(slot);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  private void answered(ModelAnswered call) {
    Tally model = tally(call.model());
    model.answered++;
    model.latency = model.latency.plus(call.duration());
    model.spent =
        model.spent.plus(Spending.ofCall(call.inputTokens(), call.outputTokens(), call.costUsd()));
    Matcher slot = SLOT.matcher(call.slot());
    if (slot.matches()) {
      authors.put(Integer.valueOf(slot.group(1)), call.model());
      model.repairs += Integer.parseInt(slot.group(2)) > 1 ? 1 : 0;
    }
  }

  private void ended(ExperimentEnded ended) {
    Optional<Tally> author =
        Optional.ofNullable(authors.remove(ended.iteration())).map(this::tally);
    author.ifPresent(model -> model.experiments++);
    ended
        .score()
        .ifPresent(score -> {
          double gain = best.map(before -> before - score).orElse(0.0);
          boolean isBest = best.isEmpty() || gain > 0;
          author.ifPresent(model -> {
            model.scored++;
            model.bests += isBest ? 1 : 0;
            model.gain += Math.max(0, gain);
          });
          best = isBest ? Optional.of(score) : best;
        });
  }

  /** In the order in which they were first heard of. */
  List<ModelFigures> all() {
    return models.entrySet().stream().map(each -> each.getValue().of(each.getKey())).toList();
  }
}
