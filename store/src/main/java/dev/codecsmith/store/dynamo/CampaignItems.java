package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.dynamo.Items.text;

import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.dynamo.Table.Condition;
import dev.codecsmith.store.dynamo.Table.Range;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.Page;
import dev.codecsmith.store.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Campaigns, which are never deleted, and who has them. */
final class CampaignItems {
  private static final String ALL = "campaigns";
  private static final String LEASE = "lease/";
  private static final String TEXT = "lease_text";

  /** As much as lists of campaigns may well carry. */
  private static final int LONGEST = 100_000;

  private final Table table;
  private final PackedTexts texts;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final AtomicLong newest = new AtomicLong();

  CampaignItems(Table table, PackedTexts texts) {
    this.table = table;
    this.texts = texts;
  }

  CampaignRecord putIfAbsent(CampaignRecord campaign) throws StoreException {
    Optional<CampaignRecord> stored = find(campaign.id());
    if (stored.isPresent()) {
      return stored.get();
    }
    Map<String, AttributeValue> item = Items.item(ALL, campaign.id());
    item.put(TableSchema.BY_RANK, text(Items.sortable(stamp()) + "/" + campaign.id()));
    item.put(TableSchema.LINE, texts.pack(Json.write(campaign), LONGEST));
    return table.putIf(item, Condition.absent()) ? campaign : find(campaign.id()).orElse(campaign);
  }

  /** Microseconds; of this process's clock, and rising whatever that does. */
  private long stamp() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    return newest.updateAndGet(last -> Math.max(last + 1, now));
  }

  Optional<CampaignRecord> find(String id) throws StoreException {
    Optional<Map<String, AttributeValue>> item = table.get(Items.key(ALL, id));
    return item.isPresent() ? Optional.of(campaign(item.get())) : Optional.empty();
  }

  private CampaignRecord campaign(Map<String, AttributeValue> item) throws StoreException {
    String json = texts.unpack(Objects.requireNonNull(item.get(TableSchema.LINE)));
    return StoredJson.read(json, CampaignRecord.class, table.name());
  }

  private List<CampaignRecord> campaigns(List<Map<String, AttributeValue>> items)
      throws StoreException {
    List<CampaignRecord> campaigns = new ArrayList<>();
    for (Map<String, AttributeValue> item : items) {
      campaigns.add(campaign(item));
    }
    return campaigns;
  }

  boolean exists(String id) throws StoreException {
    if (!known.contains(id) && table.get(Items.key(ALL, id)).isPresent()) {
      known.add(id);
    }
    return known.contains(id);
  }

  Page<CampaignRecord> page(String from, int limit) throws StoreException {
    Range byRank = new Range(TableSchema.RANKS, TableSchema.BY_RANK, ALL);
    List<Map<String, AttributeValue>> items =
        table.query(from.isEmpty() ? byRank.all() : byRank.after(from), limit);
    return new Page<>(
        campaigns(items),
        items.size() < limit
            ? Optional.empty()
            : Optional.of(text(items.getLast(), TableSchema.BY_RANK)));
  }

  List<CampaignRecord> startingWith(String prefix, int limit) throws StoreException {
    return campaigns(table.query(Range.of(ALL).startingWith(prefix), limit));
  }

  boolean replaceLease(
      String campaignId, Optional<CampaignLease> seen, Optional<CampaignLease> wanted)
      throws StoreException {
    if (!exists(campaignId)) {
      throw new StoreException(
          "the campaign "
              + campaignId
              + " is not in the table "
              + table.name()
              + ", so nobody can have it: store it first");
    }
    Map<String, AttributeValue> key = Items.key(LEASE + campaignId, "-");
    Optional<Map<String, AttributeValue>> held = table.get(key);
    if (!lease(held).equals(seen)) {
      return false;
    }
    if (wanted.isEmpty()) {
      return held.isEmpty() || table.delete(held.get());
    }
    Map<String, AttributeValue> item = Items.item(LEASE + campaignId, "-");
    item.put(TEXT, text(Json.write(wanted.get())));
    return table.putIf(item, Condition.unchanged(held));
  }

  Optional<CampaignLease> leaseOf(String campaignId) throws StoreException {
    return lease(table.get(Items.key(LEASE + campaignId, "-")));
  }

  private Optional<CampaignLease> lease(Optional<Map<String, AttributeValue>> item)
      throws StoreException {
    return item.isEmpty()
        ? Optional.empty()
        : Optional.of(StoredJson.read(text(item.get(), TEXT), CampaignLease.class, table.name()));
  }
}
