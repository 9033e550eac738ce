package dev.codecsmith.dashboard.live;

import dev.codecsmith.dashboard.remembered.RecentMap;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventLog;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The campaigns that somebody looks at, and the one that is run. */
public final class LiveCampaigns implements AutoCloseable {
  /** One of 10,000 experiments takes some megabytes; another is read from its events again. */
  private static final int STATES = 16;

  private final EventLog log;
  private final RunElsewhere elsewhere;
  private final Map<String, CampaignFeed> feeds = new ConcurrentHashMap<>();

  /** Those that were looked at last. */
  private final Map<String, CampaignStanding> states = new RecentMap<>(STATES);

  private volatile Optional<String> running = Optional.empty();
  private volatile boolean closed;

  public LiveCampaigns(EventLog log, RunElsewhere elsewhere) {
    this.log = log;
    this.elsewhere = elsewhere;
  }

  /** What hears the events of a campaign that this process runs from now on. */
  public EventListener running(String campaignId) {
    running = Optional.of(campaignId);
    return feed(campaignId);
  }

  /** The campaign that is run, by this process or another one. */
  public Optional<String> running() throws StoreException {
    return running.isPresent() ? running : elsewhere.campaign();
  }

  /** The events of a campaign that is stored, or is about to be. */
  public CampaignFeed feed(String campaignId) {
    CampaignFeed feed = feeds.computeIfAbsent(campaignId, id -> new CampaignFeed(log, id));
    if (closed) {
      feed.close();
    }
    return feed;
  }

  /** The number of a campaign's last event that is stored; 0 where there is none. */
  public long lastEvent(String campaignId) throws StoreException {
    return log.lastEvent(campaignId);
  }

  /** How a stored campaign stands. */
  public CampaignStanding state(String campaignId) {
    synchronized (states) {
      return states.computeIfAbsent(campaignId, id -> new CampaignStanding(log, id));
    }
  }

  /** Whether all has ended. */
  public boolean isClosed() {
    return closed;
  }

  /** Ends all feeds, and those that are asked for later. */
  @Override
  public void close() {
    closed = true;
    feeds.values().forEach(CampaignFeed::close);
  }
}
