package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.dynamo.Items.text;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.dynamo.Table.Condition;
import dev.codecsmith.store.events.CampaignEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Sees to it that an event of a key stands in a log once, without a transaction over the event and
 * its key.
 *
 * <p>Before the event, a claim is written: that the key is to stand at the number behind the last.
 * An event goes to the number of its claim and nowhere else. If another event takes that number
 * first, the claim is moved, and whoever still means to put the event at the old number finds it
 * taken for ever. If the writer is killed between claim and event, the number is still free, and
 * the next writer of the key puts its event there. So a claim says that an event is told only where
 * the event of that key stands at its number.
 *
 * <p>The keys of one experiment are claimed in one item, because the deletion of an experiment
 * frees them, and what is told of it next frees the deletion's: which holds follows from their
 * numbers, and nothing has to be written to free a key.
 */
final class EventKeys {
  private static final String CLAIMS = "claims";
  private static final String NUMBER = "number";
  private static final String EXPERIMENT = "experiment";
  private static final String DELETION = "deletion";

  private final Table table;

  EventKeys(Table table) {
    this.table = table;
  }

  /**
   * Where an event of a key is.
   *
   * @param number the place of the event in the log
   * @param told whether it stands there; if not, it may be put there and nowhere else
   */
  record Claim(long number, boolean told) {}

  /**
   * Claims a place for an event.
   *
   * @param event has a key
   * @param next the number behind the last one that is known to be taken
   */
  Claim claim(String campaignId, CampaignEvent event, long next) throws StoreException {
    String key = event.key().orElseThrow();
    while (true) {
      Optional<Map<String, AttributeValue>> item = table.get(itemKey(campaignId, key));
      Bucket bucket = bucket(campaignId, item);
      Optional<Long> told = bucket.told(key);
      if (told.isPresent()) {
        return new Claim(told.get(), true);
      }
      Optional<Long> begun = bucket.number(key);
      if (begun.isPresent() && bucket.isFree(begun.get())) {
        return new Claim(begun.get(), false);
      }
      if (table.putIf(claimed(campaignId, item, event, next), Condition.unchanged(item))) {
        return new Claim(next, false);
      }
    }
  }

  private static Map<String, AttributeValue> claimed(
      String campaignId,
      Optional<Map<String, AttributeValue>> before,
      CampaignEvent event,
      long number) {
    String key = event.key().orElseThrow();
    Map<String, AttributeValue> claims = new HashMap<>(claims(before));
    claims.put(
        key,
        AttributeValue.fromM(
            Map.of(
                NUMBER, Items.number(number),
                EXPERIMENT, text(event.experiment().orElse("")),
                DELETION, Items.flag(event instanceof CampaignEvent.ExperimentDeleted))));
    Map<String, AttributeValue> item = new HashMap<>(itemKey(campaignId, key));
    item.put(CLAIMS, AttributeValue.fromM(claims));
    return item;
  }

  private static Map<String, AttributeValue> claims(Optional<Map<String, AttributeValue>> item) {
    return item.map(each -> each.get(CLAIMS)).map(AttributeValue::m).orElse(Map.of());
  }

  /** Keys are {@code KIND/EXPERIMENT} or {@code KIND/EXPERIMENT/…}, or of no experiment. */
  private static Map<String, AttributeValue> itemKey(String campaignId, String key) {
    String[] parts = key.split("/", 3);
    return Items.key("keys/" + campaignId, parts.length > 1 ? "of " + parts[1] : parts[0]);
  }

  Set<String> told(String campaignId, Collection<String> keys) throws StoreException {
    List<Map<String, AttributeValue>> wanted =
        keys.stream().map(key -> itemKey(campaignId, key)).distinct().toList();
    List<Map<String, AttributeValue>> items =
        table.getAll(wanted, List.of(Items.PARTITION, Items.SORT, CLAIMS));
    Set<Long> numbers = new TreeSet<>();
    items.forEach(
        item -> claims(Optional.of(item)).values().forEach(claim -> numbers.add(number(claim))));
    Map<Long, String> events = keysAt(campaignId, numbers);
    Set<String> told = new HashSet<>();
    for (Map<String, AttributeValue> item : items) {
      Bucket bucket = new Bucket(claims(Optional.of(item)), events);
      for (String key : keys) {
        if (bucket.told(key).isPresent()) {
          told.add(key);
        }
      }
    }
    return told;
  }

  private Bucket bucket(String campaignId, Optional<Map<String, AttributeValue>> item)
      throws StoreException {
    Map<String, AttributeValue> claims = claims(item);
    Set<Long> numbers = new TreeSet<>();
    claims.values().forEach(claim -> numbers.add(number(claim)));
    return new Bucket(claims, keysAt(campaignId, numbers));
  }

  private static long number(AttributeValue claim) {
    return Items.number(claim.m(), NUMBER);
  }

  /** The keys of the events at some numbers; empty for an event without one. */
  private Map<Long, String> keysAt(String campaignId, Set<Long> numbers) throws StoreException {
    List<Map<String, AttributeValue>> places = new ArrayList<>();
    numbers.forEach(number -> places.add(EventItems.key(campaignId, number)));
    Map<Long, String> keys = new HashMap<>();
    for (Map<String, AttributeValue> event :
        table.getAll(places, List.of(Items.SORT, EventItems.KEY))) {
      keys.put(Long.valueOf(text(event, Items.SORT)), text(event, EventItems.KEY));
    }
    return keys;
  }

  /**
   * The claims of one experiment's keys.
   *
   * @param claims by key
   * @param events the keys of the events that stand at the numbers of the claims
   */
  private record Bucket(Map<String, AttributeValue> claims, Map<Long, String> events) {

    Optional<Long> number(String key) {
      return Optional.ofNullable(claims.get(key)).map(EventKeys::number);
    }

    boolean isFree(long number) {
      return !events.containsKey(number);
    }

    private boolean stands(String key) {
      return number(key).map(events::get).filter(key::equals).isPresent();
    }

    /** The number of the key's event, unless it was freed since. */
    Optional<Long> told(String key) {
      if (!stands(key)) {
        return Optional.empty();
      }
      AttributeValue claim = claims.getOrDefault(key, AttributeValue.fromM(Map.of()));
      String experiment = text(claim.m(), EXPERIMENT);
      long number = EventKeys.number(claim);
      boolean freed =
          !experiment.isEmpty()
              && claims.entrySet().stream()
                  .anyMatch(other ->
                      text(other.getValue().m(), EXPERIMENT).equals(experiment)
                          && isDeletion(other.getValue()) != isDeletion(claim)
                          && EventKeys.number(other.getValue()) > number
                          && stands(other.getKey()));
      return freed ? Optional.empty() : Optional.of(number);
    }

    private static boolean isDeletion(AttributeValue claim) {
      AttributeValue deletion = claim.m().get(DELETION);
      return deletion != null && Boolean.TRUE.equals(deletion.bool());
    }
  }
}
