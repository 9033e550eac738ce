package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.EventSignal;
import dev.codecsmith.store.events.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The log in a SQLite file. */
final class SqliteEvents implements EventLog {
  private final SqliteConnections connections;
  private final EventSignal signal = new EventSignal();

  SqliteEvents(SqliteConnections connections) {
    this.connections = connections;
  }

  @Override
  public long append(String campaignId, Instant time, CampaignEvent event) throws StoreException {
    if (event.isLive()) {
      throw new IllegalArgumentException("an event that is live is not stored: " + event);
    }
    long number =
        connections.write(handle -> {
          Optional<Long> told =
              event.key().flatMap(key -> EventRows.withKey(handle, campaignId, key));
          return told.isPresent() ? told.get() : EventRows.insert(handle, campaignId, time, event);
        });
    signal.wake();
    return number;
  }

  @Override
  public Set<String> told(String campaignId, Collection<String> keys) throws StoreException {
    return connections.read(handle -> EventRows.told(handle, campaignId, keys));
  }

  @Override
  public List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException {
    return connections.read(handle -> EventRows.read(handle, campaignId, after, limit));
  }

  @Override
  public long lastEvent(String campaignId) throws StoreException {
    return connections.read(handle -> EventRows.last(handle, campaignId));
  }

  @Override
  public boolean awaitEvents(String campaignId, long after, Duration timeout)
      throws StoreException, InterruptedException {
    return signal.await(() -> lastEvent(campaignId) > after, timeout);
  }

  /** Wakes those who wait, so that they find the file closed. */
  void closed() {
    signal.wake();
  }
}
