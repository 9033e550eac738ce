package dev.codecsmith.dashboard.lineage;

import dev.codecsmith.dashboard.live.Relative;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.ideas.IdeaOutcome;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of ideas in a campaign. Only the records say which ideas a program declares, so each is
 * read once, when it has ended; where one is gone, or is scored anew, all are read again. Safe for
 * all threads.
 */
final class TriedIdeas {
  private final ExperimentStore store;
  private final Map<String, Counted> campaigns = new HashMap<>();

  /** A campaign's ideas, and whose are counted in, by the scores that those had. */
  private static final class Counted {
    private final Map<String, Optional<Double>> scores = new HashMap<>();
    private IdeaLog log = IdeaLog.EMPTY;

    private boolean isStillTrue(Map<String, Relative> ended) {
      return scores.entrySet().stream()
          .allMatch(each ->
              Optional.ofNullable(ended.get(each.getKey()))
                  .filter(now -> now.score().equals(each.getValue()))
                  .isPresent());
    }
  }

  TriedIdeas(ExperimentStore store) {
    this.store = store;
  }

  /** As of these programs of the campaign. */
  synchronized IdeaLog of(String campaign, List<Relative> programs) throws StoreException {
    Map<String, Relative> ended =
        programs.stream()
            .filter(each -> each.failed() || each.score().isPresent())
            .collect(Collectors.toMap(Relative::id, each -> each));
    Counted counted = campaigns.computeIfAbsent(campaign, _ -> new Counted());
    if (!counted.isStillTrue(ended)) {
      counted = new Counted();
      campaigns.put(campaign, counted);
    }
    for (Relative each : ended.values()) {
      if (!counted.scores.containsKey(each.id())) {
        Optional<ExperimentRecord> record = store.find(each.id());
        if (record.isPresent()) {
          counted.scores.put(each.id(), each.score());
          for (IdeaOutcome outcome :
              IdeaOutcome.of(
                  record.get(),
                  id -> Optional.ofNullable(ended.get(id)).flatMap(Relative::score))) {
            counted.log = counted.log.plus(outcome);
          }
        }
      }
    }
    return counted.log;
  }
}
