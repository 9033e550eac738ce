package dev.codecsmith.dashboard.live;

import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The scores of a campaign's experiments in the order in which they came. */
final class ScoreHistory {
  private final SequencedMap<String, Scored> scores = new LinkedHashMap<>();
  private final Map<String, String> parents = new HashMap<>();

  void proposed(CandidateProposed proposed) {
    if (!proposed.parents().isEmpty()) {
      parents.put(proposed.id(), proposed.parents().getFirst());
    }
  }

  void ended(Instant time, ExperimentEnded ended) {
    ended
        .score()
        .ifPresent(score ->
            scores.put(
                ended.id(),
                new Scored(
                    ended.id(),
                    ended.iteration(),
                    Optional.ofNullable(parents.get(ended.id())),
                    time,
                    score)));
  }

  /** One of the same id may come again, at its own time. */
  void deleted(String id) {
    scores.remove(id);
    parents.remove(id);
  }

  List<Scored> all() {
    return List.copyOf(scores.values());
  }
}
