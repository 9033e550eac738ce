package dev.codecsmith.store.sqlite;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.EventPage;
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
    Optional<Long> told = told(campaignId, event);
    if (told.isPresent()) {
      return told.get();
    }
    long number =
        connections.write(handle -> {
          // Looked for again under the write lock: another may have told it meanwhile.
          Optional<Long> meanwhile =
              event.key().flatMap(key -> EventRows.withKey(handle, campaignId, key));
          return meanwhile.isPresent()
              ? meanwhile.get()
              : EventRows.insert(handle, campaignId, time, event);
        });
    signal.wake();
    return number;
  }

  /** Without the write lock, since whoever continues a campaign tells again what was told. */
  private Optional<Long> told(String campaignId, CampaignEvent event) throws StoreException {
    Optional<String> key = event.key();
    return key.isEmpty()
        ? Optional.empty()
        : connections.read(handle -> EventRows.withKey(handle, campaignId, key.get()));
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
  public EventPage allEvents(String from, int limit) throws StoreException {
    long after = SqliteConnections.place(from);
    return connections.read(handle -> EventRows.read(handle, after, limit));
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
