package dev.codecsmith.service.worker;

import java.time.Duration;

/**
 * How a worker works.
 *
 * @param name names it in answers
 * @param slots how many submissions are worked on at once, at least 1
 * @param queue how many more may wait, 0 or more
 * @param patience after what time without anybody following a job it is called off
 */
public record WorkerSettings(String name, int slots, int queue, Duration patience) {
  public WorkerSettings {
    if (slots < 1 || queue < 0 || patience.isNegative()) {
      throw new IllegalArgumentException("A worker needs a slot, a queue and patience.");
    }
  }
}
