package dev.codecsmith.store.events;

import java.time.Instant;

/** Told of a campaign's events, one at a time and in order. */
@FunctionalInterface
public interface EventListener {

  /**
   * Hears an event.
   *
   * @param time when it happened
   */
  void on(Instant time, CampaignEvent event);

  /** One that looks away. */
  static EventListener none() {
    return (time, event) -> {};
  }
}
