package dev.codecsmith.dashboard.live;

import dev.codecsmith.store.ExperimentStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When experiments entered their phases, of those that were last heard of. */
final class PhaseTimes {
  private static final int MOST = 20_000;

  private final Map<String, List<Phase>> phases =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Phase>> eldest) {
          return size() > MOST;
        }
      };

  /** One that begins anew, with another owner, forgets what it was in before. */
  void entered(String id, ExperimentStatus phase, Instant time) {
    List<Phase> before = phases.computeIfAbsent(id, _ -> new ArrayList<>());
    if (phase == ExperimentStatus.QUEUED) {
      before.clear();
    }
    before.add(new Phase(phase, time));
  }

  void deleted(String id) {
    phases.remove(id);
  }

  List<Phase> of(String id) {
    return List.copyOf(phases.getOrDefault(id, List.of()));
  }
}
