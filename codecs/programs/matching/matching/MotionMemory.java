package matching;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The motion between source pictures that the {@link Lookahead} found: it looks again and again.
 */
final class MotionMemory {
  /** Per square of 16: the vector, in quarters of a sample, and what it leaves. */
  static final class Field {
    final int[] mx;
    final int[] my;
    final int[] cost;

    Field(int squares) {
      mx = new int[squares];
      my = new int[squares];
      cost = new int[squares];
    }
  }

  private final Map<Long, Field> fields = new HashMap<>();

  /** The motion from one picture to another, searched if it isn't known. */
  Field between(Picture from, Picture to, Supplier<Field> search) {
    return fields.computeIfAbsent((long) from.time << 32 | to.time, key -> search.get());
  }

  /** Forgets the motion of pictures before a time. */
  void forget(int time) {
    fields.keySet().removeIf(key -> key >> 32 < time);
  }
}
