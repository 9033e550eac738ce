package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.proposers.tuner.TunedPrograms.Tried;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Constants that did nothing when they were changed, such as the length of groups where a clip is
 * shorter than a group: two settings that differ in them have the very same score.
 */
final class IdleConstants {
  private IdleConstants() {}

  /** By what was tried of a family: their places among its constants. */
  static BitSet of(List<Tried> family) {
    Map<Double, List<Long>> first = new HashMap<>();
    BitSet idle = new BitSet();
    for (Tried tried : family) {
      if (tried.score().isPresent()) {
        List<Long> other = first.putIfAbsent(tried.score().get(), tried.values());
        for (int i = 0; other != null && i < other.size(); i++) {
          if (!other.get(i).equals(tried.values().get(i))) {
            idle.set(i);
          }
        }
      }
    }
    return idle;
  }
}
