package dev.codecsmith.dashboard.lineage;

import dev.codecsmith.dashboard.live.Relative;
import dev.codecsmith.dashboard.remembered.RecentMap;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.ideas.IdeaOutcome;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What came of ideas in a campaign. Only the records say which ideas a program declares, so each is
 * read once, when it has ended; where one is gone, or is scored anew, it is read again with those
 * that were made from it, as their change is from its score. Safe for all threads; who asks of one
 * campaign waits for nobody who asks of another.
 */
final class TriedIdeas {
  private static final int CAMPAIGNS = 16;

  private final ExperimentStore store;

  /** Of those that were looked at last. */
  private final Map<String, Counted> campaigns = new RecentMap<>(CAMPAIGNS);

  /**
   * What came of a program's ideas.
   *
   * @param score by which its outcomes were told
   */
  private record Tried(Optional<Double> score, List<String> parents, List<IdeaOutcome> outcomes) {}

  /** A campaign's programs whose ideas are counted in; guarded by itself. */
  private static final class Counted {
    private final Map<String, Tried> programs = new HashMap<>();
    private IdeaLog log = IdeaLog.EMPTY;

    void add(String id, Tried tried) {
      programs.put(id, tried);
      for (IdeaOutcome outcome : tried.outcomes()) {
        log = log.plus(outcome);
      }
    }

    /** Takes out what is gone or otherwise now, and what was told by its score or without it. */
    void keepWhatIsTrueOf(Map<String, Relative> ended) {
      Set<String> changed = new HashSet<>(ended.keySet());
      changed.removeIf(programs::containsKey);
      programs.forEach((id, tried) -> {
        if (Optional.ofNullable(ended.get(id))
            .filter(now -> now.score().equals(tried.score()))
            .isEmpty()) {
          changed.add(id);
        }
      });
      boolean some =
          programs
              .entrySet()
              .removeIf(each ->
                  changed.contains(each.getKey())
                      || each.getValue().parents().stream().anyMatch(changed::contains));
      if (some) {
        log = IdeaLog.EMPTY;
        for (Tried tried : programs.values()) {
          for (IdeaOutcome outcome : tried.outcomes()) {
            log = log.plus(outcome);
          }
        }
      }
    }
  }

  TriedIdeas(ExperimentStore store) {
    this.store = store;
  }

  /** As of these programs of the campaign. */
  IdeaLog of(String campaign, List<Relative> programs) throws StoreException {
    Map<String, Relative> ended =
        programs.stream()
            .filter(each -> each.failed() || each.score().isPresent())
            .collect(Collectors.toMap(Relative::id, each -> each));
    Counted counted;
    synchronized (campaigns) {
      counted = campaigns.computeIfAbsent(campaign, _ -> new Counted());
    }
    synchronized (counted) {
      counted.keepWhatIsTrueOf(ended);
      for (Relative each : ended.values()) {
        if (!counted.programs.containsKey(each.id())) {
          Optional<ExperimentRecord> record = store.find(each.id());
          if (record.isPresent()) {
            counted.add(each.id(), tried(each, record.get(), ended));
          }
        }
      }
      return counted.log;
    }
  }

  private static Tried tried(
      Relative program, ExperimentRecord record, Map<String, Relative> ended) {
    return new Tried(
        program.score(),
        record.candidate().parents(),
        IdeaOutcome.of(record, id -> Optional.ofNullable(ended.get(id)).flatMap(Relative::score)));
  }
}
