package dev.codecsmith.store.events;

import dev.codecsmith.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The one way of a campaign's events: into its log, and to who listens in this process, in the same
 * order for both. Live kinds go to the listener alone.
 *
 * <p>What a record says is {@link #publish published} after the record was written: it counts as
 * told when it is in the log. What only happens, such as a fault that is tried again, is {@link
 * #send sent}: the listener hears it at once, also while the store fails, and the log gets it, with
 * the time when it happened, as soon as the store takes it.
 */
public final class EventPublisher implements EventSink {
  private final EventLog log;
  private final String campaignId;
  private final Clock clock;
  private final EventListener listener;

  /** Sent, in order, and not in the log yet. */
  private final Deque<Unstored> unstored = new ArrayDeque<>();

  private record Unstored(Instant time, CampaignEvent event) {}

  /**
   * @param log where the events are kept
   * @param campaignId whose they are
   * @param clock the time in them
   * @param listener hears them
   */
  public EventPublisher(EventLog log, String campaignId, Clock clock, EventListener listener) {
    this.log = log;
    this.campaignId = campaignId;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Adds an event to the log and then tells it; neither if its {@link CampaignEvent#key() key}
   * stands in the log already.
   *
   * @return whether it was added
   * @throws StoreException if the log does not take it; it is not told, and may be published again
   */
  public synchronized boolean publish(CampaignEvent event) throws StoreException {
    Instant now = clock.instant();
    flush();
    long last = log.lastEvent(campaignId);
    boolean added = log.append(campaignId, now, event) > last;
    if (added) {
      listener.on(now, event);
    }
    return added;
  }

  @Override
  public synchronized void send(CampaignEvent event) {
    Instant now = clock.instant();
    listener.on(now, event);
    if (!event.isLive()) {
      store(now, event);
    }
  }

  /** Who listens here is told in one sum what earlier processes did. */
  @Override
  public synchronized void restore(Instant time, CampaignEvent event) {
    store(time, event);
  }

  private void store(Instant time, CampaignEvent event) {
    unstored.addLast(new Unstored(time, event));
    try {
      flush();
    } catch (StoreException e) {
      // It stays in line, and whatever is published next fails if this still does.
      return;
    }
  }

  /** Adds to the log what was sent and is not there yet. */
  private void flush() throws StoreException {
    while (!unstored.isEmpty()) {
      Unstored next = unstored.getFirst();
      long _ = log.append(campaignId, next.time(), next.event());
      unstored.removeFirst();
    }
  }
}
