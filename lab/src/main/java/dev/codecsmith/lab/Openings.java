package dev.codecsmith.lab;

import dev.codecsmith.lab.Opening.Conditions;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What trials left for the evaluations that follow them: a few, the newest. An opening is taken by
 * one evaluation, since a program's folder and log are one experiment's. Safe for all threads.
 */
final class Openings {
  static final int MOST = 16;

  private final SequencedMap<Conditions, Opening> kept = new LinkedHashMap<>();

  /** Keeps it, in place of an equal one; the oldest may have to go. */
  synchronized void keep(Opening opening) {
    Optional.ofNullable(kept.put(opening.conditions(), opening)).ifPresent(Opening::close);
    if (kept.size() > MOST) {
      kept.pollFirstEntry().getValue().close();
    }
  }

  synchronized boolean contains(Conditions conditions) {
    return kept.containsKey(conditions);
  }

  /** Hands it over, if there is one. */
  synchronized Optional<Opening> take(Conditions conditions) {
    return Optional.ofNullable(kept.remove(conditions));
  }
}
