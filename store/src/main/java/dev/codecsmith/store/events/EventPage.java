package dev.codecsmith.store.events;

import java.util.List;

/**
 * Events of all campaigns.
 *
 * @param events in order
 * @param next what is asked for those behind with
 */
public record EventPage(List<StoredEvent> events, String next) {
  /** What the first are asked for with. */
  public static final String FIRST = "";

  public EventPage {
    events = List.copyOf(events);
  }
}
