package dev.codecsmith.lab.local;

import dev.codecsmith.lab.local.PreparedProgram.Conditions;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What trials left for the evaluations that follow them: the newest. It only saves time, as another
 * process would prepare them again. Each is taken by one evaluation, since a program's folder and
 * log are one experiment's. Safe for all threads.
 */
final class PreparedPrograms {
  static final int MOST = 32;

  private final SequencedMap<Conditions, PreparedProgram> kept = new LinkedHashMap<>();

  /** Keeps it, in place of an equal one; the oldest may have to go. */
  void keep(PreparedProgram prepared) {
    Optional<PreparedProgram> equal;
    Optional<PreparedProgram> oldest;
    synchronized (this) {
      equal = Optional.ofNullable(kept.putLast(prepared.conditions(), prepared));
      oldest =
          kept.size() > MOST ? Optional.of(kept.pollFirstEntry().getValue()) : Optional.empty();
    }
    equal.ifPresent(PreparedProgram::close);
    oldest.ifPresent(PreparedProgram::close);
  }

  /** Whether there is one, which counts as new from now on. */
  synchronized boolean renew(Conditions conditions) {
    @Nullable PreparedProgram found = kept.get(conditions);
    if (found == null) {
      return false;
    }
    kept.putLast(conditions, found);
    return true;
  }

  /** Hands it over, if there is one. */
  synchronized Optional<PreparedProgram> take(Conditions conditions) {
    return Optional.ofNullable(kept.remove(conditions));
  }
}
