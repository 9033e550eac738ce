package dev.codecsmith.store.events;

import dev.codecsmith.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The one way of a campaign's events: into its log, and to who listens in this process, in the same
 * order for both. Live kinds go to the listener alone.
 *
 * <p>What a record says is {@link #publish published} after the record was written: it counts as
 * told when it is in the log. What only happens, such as a fault that is tried again, is {@link
 * #send sent}: the listener hears it at once, also while the store fails, and the log gets it, with
 * the time when it happened, as soon as the store takes it. A log begins with what is published:
 * what is sent to an empty one waits for that.
 *
 * <p>A log that fails may have stored the event all the same, as when the disk fails right behind
 * the commit. So before anything else is added, the log is asked whether it has it; no event stands
 * there twice, also one without a key.
 */
public final class EventPublisher implements EventSink {
  private static final int PAGE = 100;

  private final EventLog log;
  private final String campaignId;
  private final Clock clock;
  private final EventListener listener;

  /** Sent, in order, and not in the log yet. */
  private final Deque<Told> unstored = new ArrayDeque<>();

  /** What the log may or may not have. */
  private Optional<Attempt> inDoubt = Optional.empty();

  /** What turned out to be in the log after its publishing had failed, and comes once more. */
  private final List<CampaignEvent> published = new ArrayList<>();

  /** The number of the last event in the log, as far as is known here; 0 before it was asked. */
  private long last;

  private record Told(Instant time, CampaignEvent event) {}

  /**
   * An event that was given to the log.
   *
   * @param sent whether it is the first of those sent; otherwise it was published
   * @param last the number of the last event before it
   */
  private record Attempt(Told told, boolean sent, long last) {}

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
   * @return whether it was added, by this call or by one before that failed
   * @throws StoreException if the log does not take it; it is not told, and may be published again
   */
  public synchronized boolean publish(CampaignEvent event) throws StoreException {
    Told told = new Told(clock.instant(), event);
    settle();
    if (hasBegun()) {
      storeSent();
    }
    boolean addedBefore = published.remove(event);
    boolean added = addedBefore || append(told, false);
    if (added && !addedBefore) {
      listener.on(told.time(), event);
    }
    flush();
    return added;
  }

  @Override
  public synchronized void send(CampaignEvent event) {
    Instant now = clock.instant();
    if (inDoubt.isPresent()) {
      // What is in the log before this one is heard before it.
      flush();
    }
    listener.on(now, event);
    if (!event.isLive()) {
      unstored.addLast(new Told(now, event));
      flush();
    }
  }

  /** Who listens here is told in one sum what earlier processes did. */
  @Override
  public synchronized void restore(Instant time, CampaignEvent event) {
    unstored.addLast(new Told(time, event));
    flush();
  }

  /** Adds what was sent, as far as the log takes it. */
  private void flush() {
    try {
      settle();
      if (hasBegun()) {
        storeSent();
      }
    } catch (StoreException e) {
      // It stays in line, and whatever is published next fails if this still does.
      return;
    }
  }

  private boolean hasBegun() throws StoreException {
    if (last == 0) {
      last = log.lastEvent(campaignId);
    }
    return last > 0;
  }

  private void storeSent() throws StoreException {
    while (!unstored.isEmpty()) {
      boolean _ = append(unstored.getFirst(), true);
      unstored.removeFirst();
    }
  }

  private boolean append(Told told, boolean sent) throws StoreException {
    boolean _ = hasBegun();
    inDoubt = Optional.of(new Attempt(told, sent, last));
    long number = log.append(campaignId, told.time(), told.event());
    inDoubt = Optional.empty();
    boolean added = number > last;
    last = Math.max(last, number);
    return added;
  }

  /** Finds out whether the log has what it did not say it had. */
  private void settle() throws StoreException {
    if (inDoubt.isEmpty()) {
      return;
    }
    Attempt attempt = inDoubt.get();
    boolean stored = isStored(attempt);
    inDoubt = Optional.empty();
    if (stored && attempt.sent()) {
      unstored.removeFirst();
    } else if (stored) {
      published.add(attempt.told().event());
      listener.on(attempt.told().time(), attempt.told().event());
    }
  }

  private boolean isStored(Attempt attempt) throws StoreException {
    long last = attempt.last();
    List<StoredEvent> page;
    do {
      page = log.events(campaignId, last, PAGE);
      for (StoredEvent each : page) {
        if (new Told(each.time(), each.event()).equals(attempt.told())) {
          return true;
        }
        last = each.number();
      }
    } while (page.size() == PAGE);
    return false;
  }
}
