package dev.codecsmith.store.lifecycle;

import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Against;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Unrated;
import dev.codecsmith.store.events.CampaignEvent.ExperimentPhase;
import dev.codecsmith.store.events.CampaignEvent.ExperimentProgress;
import dev.codecsmith.store.events.CampaignEventExperimentEndedBuilder;
import dev.codecsmith.store.json.BdRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is told of an experiment: little, since whoever wants more reads its record. */
public final class ExperimentEvents {
  private ExperimentEvents() {}

  /** That its candidate was proposed. */
  public static CandidateProposed proposed(ExperimentRecord experiment) {
    return new CandidateProposed(
        experiment.id(),
        experiment.iteration(),
        experiment.candidate().name(),
        experiment.candidate().proposer(),
        experiment.candidate().parents());
  }

  /** That it entered a phase. */
  public static ExperimentPhase phase(ExperimentRecord experiment, ExperimentStatus phase) {
    return new ExperimentPhase(
        experiment.id(), experiment.iteration(), experiment.candidate().name(), phase);
  }

  /** That so many runs of a phase have ended. */
  public static ExperimentProgress progress(
      ExperimentRecord experiment, ExperimentStatus phase, int done, int total) {
    return new ExperimentProgress(experiment.id(), experiment.iteration(), phase, done, total);
  }

  /** How it ended. */
  public static ExperimentEnded ended(ExperimentRecord experiment) {
    List<Against> rates = new ArrayList<>();
    List<Unrated> unrated = new ArrayList<>();
    others(experiment)
        .forEach((anchor, comparison) -> {
          if (comparison instanceof BdRate.Value(double rate, double _)) {
            rates.add(new Against(anchor, rate));
          } else {
            unrated.add(new Unrated(anchor, BdRates.state(comparison)));
          }
        });
    return CampaignEventExperimentEndedBuilder.builder()
        .id(experiment.id())
        .iteration(experiment.iteration())
        .name(experiment.candidate().name())
        .score(experiment.score())
        .failure(experiment.failure().map(Failure::kind))
        .phase(experiment.failure().map(Failure::phase).orElse(experiment.status()))
        .message(experiment.failure().map(failure -> failure.headline().message()).orElse(""))
        .warnings(experiment.remarks())
        .others(nonEmpty(rates))
        .unrated(nonEmpty(unrated))
        .build();
  }

  private static <T> Optional<List<T>> nonEmpty(List<T> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  /**
   * How it stands against the other anchors than that of the score, by whole clips that are
   * searched on and PSNR-YUV; nothing of what failed.
   */
  private static SortedMap<String, BdRate> others(ExperimentRecord experiment) {
    SortedMap<String, BdRate> others = new TreeMap<>();
    if (experiment.score().isEmpty()) {
      return others;
    }
    // A score of an objective of the campaign's own stands under its anchor's name with a suffix.
    Optional<String> main =
        experiment.scores().keySet().stream()
            .filter(name -> name.endsWith(AnchorComparison.OBJECTIVE))
            .map(name -> name.substring(0, name.length() - AnchorComparison.OBJECTIVE.length()))
            .findFirst();
    experiment
        .scores()
        .forEach((anchor, comparison) -> {
          if (!anchor.contains("/")
              && !(main.isPresent()
                  ? main.get().equals(anchor)
                  : comparison.overall() instanceof BdRate.Value(double rate, double _)
                      && experiment.score().equals(Optional.of(rate)))) {
            others.put(anchor, comparison.overall());
          }
        });
    return others;
  }
}
