package dev.codecsmith.store.events;

import java.time.Instant;

/** Where events go; called from several threads. */
@FunctionalInterface
public interface EventSink {

  /** Takes an event; a store that cannot keep it now does not stop whoever sends it. */
  void send(CampaignEvent event);

  /**
   * Takes an event of an earlier process, which may have been killed before it could tell it: one
   * with a {@link CampaignEvent#key() key}. It is for the log alone.
   *
   * @param time when it happened
   */
  default void restore(Instant time, CampaignEvent event) {}

  /** One that nobody listens to. */
  static EventSink none() {
    return event -> {};
  }
}
