package dev.codecsmith.cli.campaign;

import dev.codecsmith.service.client.WorkerPool;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.CampaignEvent.CampaignBegun;
import dev.codecsmith.store.events.CampaignEvent.CampaignContinued;
import dev.codecsmith.store.events.CampaignEvent.CampaignWaiting;
import dev.codecsmith.store.events.CampaignEvent.StoreAway;
import dev.codecsmith.store.events.CampaignEvent.StoreBack;
import dev.codecsmith.store.events.CampaignEvent.WorkerDown;
import dev.codecsmith.store.events.CampaignEvent.WorkerFound;
import dev.codecsmith.store.events.CampaignEvent.WorkerMissing;
import dev.codecsmith.store.events.CampaignEvent.WorkerUp;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventSink;
import dev.codecsmith.store.outbox.OutboxListener;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Workers, and a store, that come and go, as events of a campaign. What happens before the campaign
 * has begun is told right behind its beginning.
 */
public final class WorkerEvents implements WorkerPool.WorkerListener, OutboxListener {
  private static final CampaignEvent WAITING =
      new CampaignWaiting(
          "No worker is there: nothing is asked of models and no iteration is spent until one is.",
          Optional.empty());

  private final Map<String, CampaignEvent> untold = new LinkedHashMap<>();
  private Optional<EventSink> events = Optional.empty();

  /**
   * Hears a campaign's events, in front of whoever else does.
   *
   * @param listener told of all of them
   * @param campaign takes the workers' events, once the campaign has begun
   */
  EventListener before(EventListener listener, Supplier<EventSink> campaign) {
    return (Instant time, CampaignEvent event) -> {
      listener.on(time, event);
      if (event instanceof CampaignBegun || event instanceof CampaignContinued) {
        begun(campaign.get());
      }
    };
  }

  private synchronized void begun(EventSink campaign) {
    events = Optional.of(campaign);
    untold.values().forEach(campaign::send);
    untold.clear();
  }

  @Override
  public void up(URI worker, String about) {
    tell(worker.toString(), new WorkerUp(worker.toString(), about));
  }

  @Override
  public void down(URI worker, String reason) {
    tell(worker.toString(), new WorkerDown(worker.toString(), reason));
  }

  @Override
  public void waiting() {
    tell("", WAITING);
  }

  @Override
  public void missing(String work, String reason) {
    tell(work, new WorkerMissing(work, reason));
  }

  @Override
  public void found(String work) {
    tell(work, new WorkerFound(work));
  }

  @Override
  public void away(String reason) {
    tell("store", new StoreAway(reason));
  }

  @Override
  public void back(int delivered) {
    tell("store", new StoreBack(delivered));
  }

  /** The newest of each worker, while nobody hears it. */
  private synchronized void tell(String about, CampaignEvent event) {
    if (events.isPresent()) {
      events.get().send(event);
    } else {
      untold.put(about, event);
    }
  }
}
