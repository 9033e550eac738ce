package dev.codecsmith.cli.progress;

import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopping;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Against;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded.Unrated;
import dev.codecsmith.store.events.CampaignEvent.ModelRetried;
import dev.codecsmith.store.events.CampaignEvent.ProposersExhausted;
import dev.codecsmith.store.events.CampaignEvent.Retrying;
import dev.codecsmith.store.events.CampaignEvent.StoreAway;
import dev.codecsmith.store.events.CampaignEvent.StoreBack;
import dev.codecsmith.store.events.CampaignEvent.Warning;
import dev.codecsmith.store.events.CampaignEvent.WorkerDown;
import dev.codecsmith.store.events.CampaignEvent.WorkerFound;
import dev.codecsmith.store.events.CampaignEvent.WorkerMissing;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is said of events, the same in every view. */
public final class EventTexts {
  private EventTexts() {}

  /** A sentence that stays where it can be read; empty for what is shown in another way. */
  static Optional<String> sentence(CampaignEvent event) {
    return switch (event) {
      case Retrying retrying ->
          Optional.of(
              retrying.what()
                  + " failed: "
                  + retrying.reason()
                  + " Trying again in "
                  + retrying.pause().toSeconds()
                  + " s.");
      case ModelRetried retried ->
          Optional.of(
              String.format(
                  Locale.ROOT,
                  "%s: attempt %d failed: %s. Trying again in %.1f s.",
                  retried.model(),
                  retried.attempt(),
                  retried.reason(),
                  retried.pause().toMillis() / 1000.0));
      case CampaignStopping stopping ->
          Optional.of(
              "The campaign ends before iteration "
                  + stopping.iteration()
                  + ". "
                  + stopping.reason());
      case ProposersExhausted exhausted ->
          Optional.of(
              "No proposer has anything left to propose for iteration "
                  + exhausted.iteration()
                  + "; the campaign ends here.");
      case Warning warning ->
          Optional.of(
              warning.about().map(id -> warning(id, warning.text())).orElse(warning.text()));
      // A pause that has an end is no news.
      case CampaignWaiting waiting when waiting.until().isEmpty() -> Optional.of(waiting.reason());
      case WorkerUp up -> Optional.of("worker " + up.worker() + " is up: " + up.about());
      case WorkerDown down -> Optional.of("worker " + down.worker() + " is down: " + down.reason());
      case WorkerMissing missing -> Optional.of(missing.reason());
      case WorkerFound found -> Optional.of(found.work() + " do not wait for a worker any more");
      case StoreAway away ->
          Optional.of(
              "the store is away, and what is written waits on this disk: " + away.reason());
      case StoreBack back ->
          Optional.of("the store is back and has the " + back.delivered() + " writes that waited");
      default -> Optional.empty();
    };
  }

  static String warning(String experiment, String text) {
    return experiment + ": warning: " + text;
  }

  /** How an experiment ended, on one line. */
  public static String ended(ExperimentEnded experiment) {
    return experiment.id()
        + "  "
        + experiment.name()
        + "  "
        + experiment
            .score()
            .map(score -> String.format(Locale.ROOT, "score %+.2f %%", score) + others(experiment))
            .orElseGet(() ->
                "failed: "
                    + experiment
                        .failure()
                        .map(kind -> kind.label() + ", " + experiment.message())
                        .orElse(""));
  }

  /**
   * Such as {@code (against x265-medium -3.20 %, svt-av1-8 too little overlap)}; empty where there
   * are no other anchors.
   */
  private static String others(ExperimentEnded experiment) {
    List<String> others = new ArrayList<>();
    for (Against each : experiment.others().orElse(List.of())) {
      others.add(String.format(Locale.ROOT, "%s %+.2f %%", each.anchor(), each.rate()));
    }
    for (Unrated each : experiment.unrated().orElse(List.of())) {
      others.add(each.anchor() + " " + each.state().replace('-', ' '));
    }
    return others.isEmpty() ? "" : "  (against " + String.join(", ", others) + ")";
  }

  /** Such as {@code (12 model calls, 45,678 tokens, $0.1234)}; empty where no model is asked. */
  static String suffix(CampaignView view) {
    return view.spending().map(spent -> "  (" + spending(spent) + ")").orElse("");
  }

  /** Such as {@code 12 model calls, 45,678 tokens, $0.1234}. */
  public static String spending(Spending spent) {
    String tokens =
        spent.calls() > 0 && spent.callsOfUnknownTokens() == spent.calls()
            ? "tokens unknown"
            : String.format(Locale.ROOT, "%,d tokens", spent.tokens())
                + (spent.callsOfUnknownTokens() > 0
                    ? " and " + spent.callsOfUnknownTokens() + " calls of unknown tokens"
                    : "");
    String dollars =
        spent.callsOfUnknownCost() == spent.calls()
            ? "cost unknown"
            : "$"
                + spent.knownUsd().setScale(4, RoundingMode.HALF_UP).toPlainString()
                + (spent.callsOfUnknownCost() > 0
                    ? " and " + spent.callsOfUnknownCost() + " calls of unknown cost"
                    : "");
    return String.format(
        Locale.ROOT,
        "%d model %s, %s, %s",
        spent.calls(),
        spent.calls() == 1 ? "call" : "calls",
        tokens,
        spent.calls() == 0 ? "$0.0000" : dollars);
  }
}
