package dev.codecsmith.lab.local;

import dev.codecsmith.lab.local.Opening.Conditions;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What trials left for the evaluations that follow them: the newest. An opening is taken by one
 * evaluation, since a program's folder and log are one experiment's. Safe for all threads.
 */
final class Openings {
  static final int MOST = 32;

  private final SequencedMap<Conditions, Opening> kept = new LinkedHashMap<>();

  /** Keeps it, in place of an equal one; the oldest may have to go. */
  void keep(Opening opening) {
    Optional<Opening> equal;
    Optional<Opening> oldest;
    synchronized (this) {
      equal = Optional.ofNullable(kept.putLast(opening.conditions(), opening));
      oldest =
          kept.size() > MOST ? Optional.of(kept.pollFirstEntry().getValue()) : Optional.empty();
    }
    equal.ifPresent(Opening::close);
    oldest.ifPresent(Opening::close);
  }

  /** Whether there is one, which counts as new from now on. */
  synchronized boolean renew(Conditions conditions) {
    @Nullable Opening found = kept.get(conditions);
    if (found == null) {
      return false;
    }
    kept.putLast(conditions, found);
    return true;
  }

  /** Hands it over, if there is one. */
  synchronized Optional<Opening> take(Conditions conditions) {
    return Optional.ofNullable(kept.remove(conditions));
  }
}
