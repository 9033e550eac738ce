package dev.codecsmith.store.events;

import dev.codecsmith.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The events of campaigns, only ever added to. What {@link #append} has returned from is there
 * after {@code kill -9}. All methods are safe for all threads; readers may be other processes.
 */
public interface EventLog {

  /**
   * Adds an event behind the campaign's last one. One whose {@link CampaignEvent#key() key} stands
   * in the campaign's log already is not added again, unless that key was freed since.
   *
   * @param event not a live one
   * @return its number, or that of the one with its key
   * @throws IllegalArgumentException if the event is live
   */
  long append(String campaignId, Instant time, CampaignEvent event) throws StoreException;

  /**
   * Which of some keys stand in a campaign's log.
   *
   * @param keys no more than a page of experiments has
   */
  Set<String> told(String campaignId, Collection<String> keys) throws StoreException;

  /** A campaign's events with a number above {@code after}, in order, at most {@code limit}. */
  List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException;

  /** The number of a campaign's last event; 0 if it has none. */
  long lastEvent(String campaignId) throws StoreException;

  /**
   * Waits until a campaign has an event with a number above {@code after}; at once where there is
   * one. One appended here wakes at once, one of another process soon.
   *
   * @return false if there was none up to the timeout
   */
  boolean awaitEvents(String campaignId, long after, Duration timeout)
      throws StoreException, InterruptedException;
}
