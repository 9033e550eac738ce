package dev.codecsmith.dashboard.live;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** When experiments entered their phases, of those that were last heard of. */
final class PhaseTimes {
  private static final int MOST = 20_000;

  /** So many iterations may be under way at once. */
  private static final int MOST_ASKED = 256;

  private final Map<String, List<Phase>> phases = ofLatest(MOST);

  /** Of iterations that a model is asked for, and nobody has proposed anything for yet. */
  private final Map<Integer, List<Phase>> asked = ofLatest(MOST_ASKED);

  private static <K> Map<K, List<Phase>> ofLatest(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, List<Phase>> eldest) {
        return size() > most;
      }
    };
  }

  /**
   * A model was asked for an iteration, or has answered.
   *
   * @param slot what it was asked for
   */
  void asked(String slot, String phase, Instant time) {
    OptionalInt iteration = ModelHistory.iteration(slot);
    if (iteration.isPresent()) {
      asked
          .computeIfAbsent(iteration.getAsInt(), _ -> new ArrayList<>())
          .add(new Phase(phase, time));
    }
  }

  /** What was asked for its iteration was asked for it. */
  void proposed(CandidateProposed told) {
    Optional.ofNullable(asked.remove(told.iteration()))
        .ifPresent(before -> phases.put(told.id(), before));
  }

  /** One that begins anew, with another owner, forgets what it was in before. */
  void entered(String id, ExperimentStatus phase, Instant time) {
    List<Phase> before = phases.computeIfAbsent(id, _ -> new ArrayList<>());
    if (phase == ExperimentStatus.QUEUED) {
      before.removeIf(each -> !each.isProposal());
    }
    before.add(new Phase(phase.label(), time));
  }

  void deleted(String id) {
    phases.remove(id);
  }

  List<Phase> of(String id) {
    return List.copyOf(phases.getOrDefault(id, List.of()));
  }
}
