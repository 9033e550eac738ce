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

  /** By id, in the order of their ends. */
  private final SequencedMap<String, Made> ended = new LinkedHashMap<>();

  /** An experiment that ended. */
  private record Made(Optional<String> author, Optional<Double> score) {}

  private static final class Tally {
    private int answered;
    private int failed;
    private int retried;
    private int repairs;
    private Duration latency = Duration.ZERO;
    private Spending spent = Spending.NOTHING;

    private ModelFigures of(String name, Share share) {
      return new ModelFigures(
          name,
          new ModelFigures.Calls(answered, failed, retried, repairs, latency),
          spent,
          new ModelFigures.Made(share.experiments, share.scored, share.bests, share.gain));
    }
  }

  /** What a model has made of the experiments that there are. */
  private static final class Share {
    private int experiments;
    private int scored;
    private int bests;
    private double gain;
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
      case ExperimentEnded told -> {
        ended.remove(told.id());
        ended.put(
            told.id(), new Made(Optional.ofNullable(authors.get(told.iteration())), told.score()));
      }
      case CampaignEvent.ExperimentDeleted told -> ended.remove(told.id());
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

  /** By model; those that were deleted count for nothing, as if they had never been. */
  private Map<String, Share> shares() {
    Map<String, Share> shares = new HashMap<>();
    double best = Double.POSITIVE_INFINITY;
    for (Made made : ended.values()) {
      Share share =
          made.author()
              .map(author -> shares.computeIfAbsent(author, _ -> new Share()))
              .orElseGet(Share::new);
      share.experiments++;
      if (made.score().isPresent()) {
        double score = made.score().get();
        share.scored++;
        if (score < best) {
          share.bests++;
          share.gain += Double.isInfinite(best) ? 0 : best - score;
          best = score;
        }
      }
    }
    return shares;
  }

  /** In the order in which they were first heard of. */
  List<ModelFigures> all() {
    Map<String, Share> shares = shares();
    return models.entrySet().stream()
        .map(each ->
            each.getValue().of(each.getKey(), shares.getOrDefault(each.getKey(), new Share())))
        .toList();
  }
}
