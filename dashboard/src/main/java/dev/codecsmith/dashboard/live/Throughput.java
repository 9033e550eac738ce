package dev.codecsmith.dashboard.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;

/** How fast a run ends experiments, by the last of them. */
final class Throughput {
  /** So many intervals between ends are looked at. */
  private static final int INTERVALS = 20;

  private final Deque<Instant> ends = new ArrayDeque<>();

  /** What an earlier run did, and how long nothing ran, does not count. */
  void begin() {
    ends.clear();
  }

  void ended(Instant time) {
    ends.addLast(time);
    if (ends.size() > INTERVALS + 1) {
      ends.removeFirst();
    }
  }

  /** Experiments an hour; empty before two have ended, or where a clock stood still. */
  OptionalDouble perHour() {
    if (ends.size() < 2) {
      return OptionalDouble.empty();
    }
    double seconds = Duration.between(ends.getFirst(), ends.getLast()).toMillis() / 1000.0;
    return seconds > 0
        ? OptionalDouble.of((ends.size() - 1) * Duration.ofHours(1).toSeconds() / seconds)
        : OptionalDouble.empty();
  }
}
