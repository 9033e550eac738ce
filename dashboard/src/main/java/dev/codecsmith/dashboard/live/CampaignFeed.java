package dev.codecsmith.dashboard.live;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A campaign's events for any number of followers. Stored ones come from the log, each with its
 * number and none left out; one thread reads the log for all who have caught up, and only while
 * there is a follower. Of what is only {@link CampaignEvent#isLive() live} there is the newest of
 * each kind and experiment: who is slow misses steps in between, never the end of a line of them.
 */
public final class CampaignFeed implements EventListener, AutoCloseable {
  private static final int PAGE = 500;

  /** How many events are in memory for who has nearly caught up. */
  private static final int KEPT = 2000;

  private static final Duration LOOK = Duration.ofSeconds(1);

  /** How often the log is read at most: what comes in between is read, and told, together. */
  private static final Duration READ_PAUSE = Duration.ofMillis(50);

  /** How often a follower is told at most how far things are, unless something is stored too. */
  private static final Duration LIVE_PAUSE = Duration.ofMillis(100);

  private final EventLog log;
  private final String campaignId;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The last events up to {@link #last}. */
  private final Deque<StoredEvent> newest = new ArrayDeque<>();

  private final Map<String, Change> live = new LinkedHashMap<>();
  private long last;
  private long changes;
  private int followers;
  private boolean reading;
  private boolean closed;

  private record Change(long number, LiveEvent event) {}

  /** What is live, with the time when it happened. */
  public record LiveEvent(Instant time, CampaignEvent event) {}

  /**
   * What came since a follower was told last; nothing at all where nothing did for a while.
   *
   * @param stored in order
   * @param live how far things are, behind those stored
   * @param ended whether nothing follows, as the feed was closed
   */
  public record News(List<StoredEvent> stored, List<LiveEvent> live, boolean ended) {
    public News {
      stored = List.copyOf(stored);
      live = List.copyOf(live);
    }
  }

  public CampaignFeed(EventLog log, String campaignId) {
    this.log = log;
    this.campaignId = campaignId;
  }

  /** Hears what this process does in the campaign; those events that are stored wake nobody. */
  @Override
  public void on(Instant time, CampaignEvent event) {
    lock.lock();
    try {
      switch (event) {
        case CampaignEvent.AnchorsProgress _ -> put("anchors", time, event);
        case CampaignEvent.ModelProgress told -> put(model(told.model(), told.slot()), time, event);
        case CampaignEvent.ExperimentProgress told -> put(told.id(), time, event);
        case CampaignEvent.ModelAnswered told -> live.remove(model(told.model(), told.slot()));
        case CampaignEvent.ModelFailed told -> live.remove(model(told.model(), told.slot()));
        case CampaignEvent.ExperimentPhase told -> {
          live.remove("anchors");
          live.remove(told.id());
        }
        case CampaignEvent.ExperimentEnded told -> live.remove(told.id());
        case CampaignEvent.CampaignStopped _, CampaignEvent.CampaignFinished _ -> live.clear();
        default -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  private static String model(String model, String slot) {
    return model + "\n" + slot;
  }

  private void put(String key, Instant time, CampaignEvent event) {
    changes++;
    live.put(key, new Change(changes, new LiveEvent(time, event)));
    changed.signalAll();
  }

  /**
   * Follows the campaign.
   *
   * @param after the number of the last event that is known; all behind it come
   */
  public Follower follow(long after) throws StoreException {
    long stored = log.lastEvent(campaignId);
    lock.lock();
    try {
      followers++;
      if (!reading && !closed) {
        // Nobody has read since; who is behind this reads for itself.
        reading = true;
        newest.clear();
        last = stored;
        var _ = Thread.ofVirtual().name("events of " + campaignId).start(this::read);
      }
      return new Follower(after);
    } finally {
      lock.unlock();
    }
  }

  /** Reads until nobody follows. */
  private void read() {
    while (true) {
      long known;
      lock.lock();
      try {
        if (closed || followers == 0) {
          reading = false;
          newest.clear();
          return;
        }
        known = last;
      } finally {
        lock.unlock();
      }
      try {
        if (log.awaitEvents(campaignId, known, LOOK)) {
          add(log.events(campaignId, known, PAGE));
          pause(READ_PAUSE);
        }
      } catch (StoreException e) {
        // A store that cannot be read now may be in a while.
        pause(LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
      }
    }
  }

  private void add(List<StoredEvent> events) {
    lock.lock();
    try {
      for (StoredEvent event : events) {
        newest.addLast(event);
        last = event.number();
      }
      while (newest.size() > KEPT) {
        newest.removeFirst();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pause(Duration duration) {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends it for all followers. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One who follows; for one thread. */
  public final class Follower implements AutoCloseable {
    private long known;
    private long seen;
    private long toldLive = System.nanoTime() - LIVE_PAUSE.toNanos();

    private Follower(long after) {
      this.known = after;
    }

    /**
     * Waits for something new.
     *
     * @param patience as long at most
     */
    public News next(Duration patience) throws StoreException, InterruptedException {
      List<StoredEvent> stored = new ArrayList<>();
      List<LiveEvent> progress = new ArrayList<>();
      boolean behind = false;
      boolean ended;
      lock.lockInterruptibly();
      try {
        long end = System.nanoTime() + patience.toNanos();
        long left = patience.toNanos();
        while (!closed && last <= known && left > 0) {
          if (changes > seen) {
            // Many steps a second are told as few: of each kind the newest is enough.
            long tooSoon = toldLive + LIVE_PAUSE.toNanos() - System.nanoTime();
            if (tooSoon <= 0) {
              break;
            }
            left = Math.min(left, tooSoon);
          }
          long _ = changed.awaitNanos(left);
          left = end - System.nanoTime();
        }
        ended = closed;
        if (!ended && last > known) {
          behind = newest.isEmpty() || newest.getFirst().number() > known + 1;
          if (!behind) {
            newest.stream().filter(event -> event.number() > known).forEach(stored::add);
          }
        }
        if (!ended && !behind) {
          live.values().stream()
              .filter(change -> change.number() > seen)
              .map(Change::event)
              .forEach(progress::add);
          if (!progress.isEmpty()) {
            toldLive = System.nanoTime();
          }
          seen = changes;
        }
      } finally {
        lock.unlock();
      }
      if (behind) {
        stored.addAll(log.events(campaignId, known, PAGE));
      }
      if (!stored.isEmpty()) {
        known = stored.getLast().number();
      }
      return new News(stored, progress, ended);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        followers--;
      } finally {
        lock.unlock();
      }
    }
  }
}
