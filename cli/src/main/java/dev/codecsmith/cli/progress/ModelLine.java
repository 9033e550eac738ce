package dev.codecsmith.cli.progress;

import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignFinished;
import dev.codecsmith.store.events.CampaignEvent.CampaignStopped;
import dev.codecsmith.store.events.CampaignEvent.ModelAnswered;
import dev.codecsmith.store.events.CampaignEvent.ModelCalled;
import dev.codecsmith.store.events.CampaignEvent.ModelFailed;
import dev.codecsmith.store.events.CampaignEvent.ModelProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * What models are doing, on one line, such as {@code claude-x is writing iteration 12, turn 1:
 * about 3,400 tokens, 41 s; 2 more calls}: of the calls under way the oldest. Not safe for several
 * threads.
 */
final class ModelLine {
  private final Clock clock;
  private final SequencedMap<Call, UnderWay> underWay = new LinkedHashMap<>();

  private record Call(String model, String slot) {}

  private record UnderWay(Instant begin, long tokens) {}

  ModelLine(Clock clock) {
    this.clock = clock;
  }

  void on(Instant time, CampaignEvent event) {
    switch (event) {
      case ModelCalled call ->
          underWay.put(new Call(call.model(), call.slot()), new UnderWay(time, 0));
      case ModelProgress writing ->
          underWay.computeIfPresent(
              new Call(writing.model(), writing.slot()),
              (_, known) -> new UnderWay(known.begin(), writing.tokens()));
      case ModelAnswered call -> underWay.remove(new Call(call.model(), call.slot()));
      case ModelFailed call -> underWay.remove(new Call(call.model(), call.slot()));
      case CampaignContinued _, CampaignStopped _, CampaignFinished _ -> underWay.clear();
      default -> {}
    }
  }

  boolean isEmpty() {
    return underWay.isEmpty();
  }

  /** Empty when nobody is asked. */
  String text() {
    if (underWay.isEmpty()) {
      return "";
    }
    Call oldest = underWay.firstEntry().getKey();
    UnderWay call = underWay.firstEntry().getValue();
    return String.format(
        Locale.ROOT,
        "%s is %s %s: %s%d s%s",
        oldest.model(),
        call.tokens() > 0 ? "writing" : "thinking about",
        oldest.slot().isEmpty() ? "a reply" : oldest.slot(),
        call.tokens() > 0 ? String.format(Locale.ROOT, "about %,d tokens, ", call.tokens()) : "",
        Duration.between(call.begin(), clock.instant()).toSeconds(),
        underWay.size() > 1
            ? "; %d more %s".formatted(underWay.size() - 1, underWay.size() == 2 ? "call" : "calls")
            : "");
  }
}
