package dev.codecsmith.service.orchestrator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** When campaigns that others ran are looked at again; not safe for threads. */
final class LaterLooks {
  private final Map<String, Long> nanoTimes = new HashMap<>();

  void put(String campaign, Duration pause) {
    nanoTimes.put(campaign, System.nanoTime() + pause.toNanos());
  }

  void forget(String campaign) {
    nanoTimes.remove(campaign);
  }

  /** Also where there is nothing to wait for. */
  boolean isDue(String campaign) {
    long now = System.nanoTime();
    return nanoTimes.getOrDefault(campaign, now) - now <= 0;
  }

  /** Until the next one, in milliseconds and at least 1; 0 where there is none. */
  long untilNext() {
    long now = System.nanoTime();
    return nanoTimes.values().stream()
        .mapToLong(look -> 1 + Math.max(0, TimeUnit.NANOSECONDS.toMillis(look - now)))
        .min()
        .orElse(0);
  }
}
