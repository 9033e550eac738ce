package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.dynamo.Items.text;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.dynamo.Table.Condition;
import dev.codecsmith.store.dynamo.Table.Range;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.EventSignal;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.JacksonException;

/**
 * Logs of campaigns: an item per event, whose number is its key. An event is put at the number
 * behind the last on condition that nothing is there, so numbers have no gap; who finds it taken
 * tries the next.
 */
final class EventItems implements EventLog {
  /** The attribute with the event's key, where it has one. */
  static final String KEY = "event_key";

  /** The attribute with the event itself. */
  static final String EVENT = "event_text";

  private static final String TIME = "event_time";
  private static final int LONGEST = 300_000;

  /** How often those who wait look for what other processes append: each look is a read. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Table table;
  private final PackedTexts texts;
  private final EventKeys keys;
  private final EventSignal signal = new EventSignal(LOOK);

  /** A number that each campaign is known to have reached; its lock is this process's turn. */
  private final Map<String, Reached> reached = new ConcurrentHashMap<>();

  private static final class Reached {
    private long number;
  }

  EventItems(Table table, PackedTexts texts) {
    this.table = table;
    this.texts = texts;
    this.keys = new EventKeys(table);
  }

  private static String partition(String campaignId) {
    return "events/" + campaignId;
  }

  static Map<String, AttributeValue> key(String campaignId, long number) {
    return Items.key(partition(campaignId), Items.sortable(number));
  }

  @Override
  public long append(String campaignId, Instant time, CampaignEvent event) throws StoreException {
    if (event.isLive()) {
      throw new IllegalArgumentException("an event that is live is not stored: " + event);
    }
    Reached turn = reached.computeIfAbsent(campaignId, _ -> new Reached());
    long number;
    // Threads of this process take turns; other processes are met at the condition.
    synchronized (turn) {
      if (turn.number == 0) {
        turn.number = lastEvent(campaignId);
      }
      number = append(campaignId, time, event, turn);
    }
    signal.wake();
    return number;
  }

  private long append(String campaignId, Instant time, CampaignEvent event, Reached turn)
      throws StoreException {
    AttributeValue packed = texts.pack(Json.write(event), LONGEST);
    while (true) {
      long number = turn.number + 1;
      if (event.key().isPresent()) {
        EventKeys.Claim claim = keys.claim(campaignId, event, number);
        if (claim.told()) {
          return claim.number();
        }
        number = claim.number();
      }
      Map<String, AttributeValue> item = Items.item(partition(campaignId), Items.sortable(number));
      item.put(TIME, text(time.toString()));
      item.put(EVENT, packed);
      event.key().ifPresent(key -> item.put(KEY, text(key)));
      if (table.putIf(item, Condition.absent())) {
        turn.number = Math.max(turn.number, number);
        return number;
      }
      turn.number = lastEvent(campaignId);
    }
  }

  @Override
  public Set<String> told(String campaignId, Collection<String> wanted) throws StoreException {
    return keys.told(campaignId, wanted);
  }

  @Override
  public List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException {
    List<StoredEvent> events = new ArrayList<>();
    for (Map<String, AttributeValue> item : items(campaignId, after, limit)) {
      events.add(event(campaignId, item));
    }
    return events;
  }

  private List<Map<String, AttributeValue>> items(String campaignId, long after, int limit)
      throws StoreException {
    return table.query(
        Range.of(partition(campaignId)).after(Items.sortable(Math.max(after, 0))), limit);
  }

  private StoredEvent event(String campaignId, Map<String, AttributeValue> item)
      throws StoreException {
    String json = texts.unpack(Objects.requireNonNull(item.get(EVENT)));
    try {
      return new StoredEvent(
          campaignId,
          Long.parseLong(text(item, Items.SORT)),
          Instant.parse(text(item, TIME)),
          StoredEvent.read(json));
    } catch (JacksonException e) {
      throw StoredJson.fault(table.name(), e);
    }
  }

  @Override
  public long lastEvent(String campaignId) throws StoreException {
    List<Map<String, AttributeValue>> last =
        table.query(
            Range.of(partition(campaignId))
                .all()
                .scanIndexForward(false)
                .projectionExpression(Items.SORT),
            1);
    return last.isEmpty() ? 0 : Long.parseLong(text(last.getFirst(), Items.SORT));
  }

  @Override
  public boolean awaitEvents(String campaignId, long after, Duration timeout)
      throws StoreException, InterruptedException {
    return signal.await(() -> lastEvent(campaignId) > after, timeout);
  }

  /** Wakes those who wait, so that they find the table closed. */
  void closed() {
    signal.wake();
  }
}
