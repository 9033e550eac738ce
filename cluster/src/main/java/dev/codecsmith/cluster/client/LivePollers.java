package dev.codecsmith.cluster.client;

import io.temporal.api.taskqueue.v1.PollerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Who still asks a queue for work. A server names whoever asked in the last minutes, by its own
 * clock, which need not be this machine's. So who is gone shows by a time that does not move while
 * time passes here, and among several by one that is far behind the others'.
 */
final class LivePollers {
  /** Whoever takes work asks again after a minute at the latest. */
  private static final Duration SILENCE = Duration.ofSeconds(90);

  private final LongSupplier nanoTime;
  private final Map<String, Heard> heard = new HashMap<>();

  /**
   * @param asked the newest time that the server told
   * @param nanos when it was told first, by this machine
   */
  private record Heard(Instant asked, long nanos) {}

  /**
   * @param nanoTime the time of this machine, as {@link System#nanoTime}
   */
  LivePollers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Those among whom the server names now, and when each asked last. */
  SortedMap<String, Instant> among(List<PollerInfo> named) {
    SortedMap<String, Instant> asked = asked(named);
    heard.keySet().retainAll(asked.keySet());
    long now = nanoTime.getAsLong();
    asked.forEach((name, time) -> {
      Heard before = heard.get(name);
      if (before == null || !before.asked().equals(time)) {
        heard.put(name, new Heard(time, now));
      }
    });
    Instant newest = newest(asked);
    SortedMap<String, Instant> alive = new TreeMap<>();
    heard.forEach((name, each) -> {
      if (now - each.nanos() < SILENCE.toNanos() && isNear(each.asked(), newest)) {
        alive.put(name, each.asked());
      }
    });
    return alive;
  }

  /** The server was not there, and nobody could ask it: silence until now says nothing. */
  void forget() {
    heard.clear();
  }

  /** Whether a time is not so long before another one that who asked then must be gone. */
  static boolean isNear(Instant asked, Instant newest) {
    return asked.isAfter(newest.minus(SILENCE));
  }

  /** The newest of several times of a server. */
  static Instant newest(SortedMap<String, Instant> asked) {
    return asked.values().stream().max(Instant::compareTo).orElse(Instant.EPOCH);
  }

  /** By name, when each asked last; of one name there may be several. */
  static SortedMap<String, Instant> asked(List<PollerInfo> named) {
    SortedMap<String, Instant> asked = new TreeMap<>();
    for (PollerInfo each : named) {
      asked.merge(
          each.getIdentity(),
          PendingSteps.instant(each.getLastAccessTime()),
          (one, other) -> one.isAfter(other) ? one : other);
    }
    return asked;
  }
}
