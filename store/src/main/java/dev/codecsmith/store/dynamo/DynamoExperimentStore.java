package dev.codecsmith.store.dynamo;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent;
import dev.codecsmith.store.events.StoredEvent;
import dev.codecsmith.store.experiments.CampaignLease;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.experiments.Hashes;
import dev.codecsmith.store.experiments.Page;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The store in one DynamoDB table.
 *
 * <p>An item's key has two parts: the partition {@code pk} and, in its order, {@code sk}.
 *
 * <pre>
 * pk               sk            an item is                              indexes of its partition
 * campaigns        campaign id   a campaign                              ranks: in the order of storing
 * lease/CAMPAIGN   -             who has the campaign
 * campaign/ID      iteration     an experiment: line, record, version    lines, ranks (score), bitstreams
 * ids              experiment id the campaign and iteration of an id
 * events/CAMPAIGN  number        an event
 * keys/CAMPAIGN    experiment    the numbers of events that have keys
 * value/HASH       -             a kept value
 * points/PROGRAM   hash of key   a rate point that was measured before
 * programs         hash          a program that has such points
 * </pre>
 *
 * <p>An experiment is one item, so a change of it is one conditional write and its line is never of
 * another version than the record. The indexes are local ones, the kind that can be read
 * consistently; those for lists hold the lines alone, so a list reads about a quarter of a read
 * unit of 4 KB an experiment, whatever the number of rate points. What a local index costs is that
 * a partition may hold 10 GB at most, which is a million experiments in one campaign. A write takes
 * as many units as the item has KB, compressed, and about two more for its indexes. Nothing reads
 * the whole table but {@link #forEachMentionedHash}, which is asked when artifacts are cleaned
 * away.
 *
 * <p>No write is of several items. Where something is two items, the first is worth nothing without
 * the second: {@link ExperimentPlaces} and {@link EventKeys} say how.
 *
 * <p>Times of servers play no part. The order in which campaigns were stored is that of the clocks
 * of the processes that stored them; events of a campaign have their numbers.
 */
public final class DynamoExperimentStore implements ExperimentStore {
  private final Table table;
  private final PackedTexts texts;
  private final CampaignItems campaigns;
  private final ExperimentItems experiments;
  private final EventItems events;
  private final KeptItems kept;
  private final Runnable closing;

  private DynamoExperimentStore(Table table, PackedTexts texts, Runnable closing) {
    this.table = table;
    this.closing = closing;
    this.texts = texts;
    this.campaigns = new CampaignItems(table, texts);
    this.experiments = new ExperimentItems(table, texts);
    this.events = new EventItems(table, texts);
    this.kept = new KeptItems(table, texts);
  }

  /**
   * Opens a table that {@link TableSchema#create} made.
   *
   * @param client this store's to close
   * @param artifacts where texts are kept that are too long for an item
   * @param closing run when this store is closed
   * @throws StoreException with a sentence if the table is missing or another
   */
  public static DynamoExperimentStore open(
      DynamoDbClient client, String table, ArtifactStore artifacts, Runnable closing)
      throws StoreException {
    TableSchema.check(client, table);
    return unchecked(client, table, artifacts, closing);
  }

  /** The same without a look whether the table is there, which each call tells by itself then. */
  public static DynamoExperimentStore unchecked(
      DynamoDbClient client, String table, ArtifactStore artifacts, Runnable closing) {
    return new DynamoExperimentStore(new Table(client, table), new PackedTexts(artifacts), closing);
  }

  @Override
  public CampaignRecord putCampaignIfAbsent(CampaignRecord campaign) throws StoreException {
    return campaigns.putIfAbsent(campaign);
  }

  @Override
  public Page<CampaignRecord> campaigns(String from, int limit) throws StoreException {
    return campaigns.page(from, limit);
  }

  @Override
  public Optional<CampaignRecord> findCampaign(String id) throws StoreException {
    return campaigns.find(id);
  }

  @Override
  public List<CampaignRecord> campaignsStartingWith(String prefix, int limit)
      throws StoreException {
    return campaigns.startingWith(prefix, limit);
  }

  @Override
  public Optional<CampaignLease> leaseOf(String campaignId) throws StoreException {
    return campaigns.leaseOf(campaignId);
  }

  @Override
  public boolean replaceLease(
      String campaignId, Optional<CampaignLease> seen, Optional<CampaignLease> wanted)
      throws StoreException {
    return campaigns.replaceLease(campaignId, seen, wanted);
  }

  @Override
  public boolean create(ExperimentRecord experiment) throws StoreException {
    if (!campaigns.exists(experiment.campaignId())) {
      throw new StoreException(
          "experiment "
              + experiment.id()
              + " belongs to campaign "
              + experiment.campaignId()
              + ", which is not in the table "
              + table.name()
              + ": store the campaign first");
    }
    return experiments.create(experiment);
  }

  @Override
  public boolean update(ExperimentRecord experiment) throws StoreException {
    return experiments.update(experiment);
  }

  @Override
  public Optional<ExperimentRecord> takeOver(String id, Lease expected, Lease wanted, Instant now)
      throws StoreException {
    return experiments.takeOver(id, expected, wanted, now);
  }

  @Override
  public Optional<ExperimentRecord> find(String id) throws StoreException {
    return experiments.find(id);
  }

  @Override
  public Optional<ExperimentSummary> summary(String id) throws StoreException {
    return experiments.summary(id);
  }

  @Override
  public List<String> idsStartingWith(String prefix, int limit) throws StoreException {
    return experiments.idsStartingWith(prefix, limit);
  }

  @Override
  public int lastIteration(String campaignId) throws StoreException {
    return experiments.lastIteration(campaignId);
  }

  @Override
  public Optional<String> withSameBitstreams(ExperimentRecord experiment) throws StoreException {
    return experiments.withSameBitstreams(experiment);
  }

  @Override
  public List<ExperimentSummary> summaries(String campaignId, int afterIteration, int limit)
      throws StoreException {
    return experiments.summaries(campaignId, afterIteration, limit);
  }

  @Override
  public List<ExperimentSummary> best(String campaignId, int lastIteration, int limit)
      throws StoreException {
    return experiments.best(campaignId, lastIteration, limit);
  }

  @Override
  public Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException {
    return experiments.counts(campaignId);
  }

  @Override
  public int delete(List<String> ids) throws StoreException {
    return experiments.delete(ids);
  }

  @Override
  public long append(String campaignId, Instant time, CampaignEvent event) throws StoreException {
    return events.append(campaignId, time, event);
  }

  @Override
  public Set<String> told(String campaignId, Collection<String> keys) throws StoreException {
    return events.told(campaignId, keys);
  }

  @Override
  public List<StoredEvent> events(String campaignId, long after, int limit) throws StoreException {
    return events.events(campaignId, after, limit);
  }

  @Override
  public long lastEvent(String campaignId) throws StoreException {
    return events.lastEvent(campaignId);
  }

  @Override
  public boolean awaitEvents(String campaignId, long after, Duration timeout)
      throws StoreException, InterruptedException {
    return events.awaitEvents(campaignId, after, timeout);
  }

  @Override
  public Optional<String> cached(String key) throws StoreException {
    return kept.cached(key);
  }

  @Override
  public void cache(String key, String valueJson) throws StoreException {
    kept.cache(key, valueJson);
  }

  @Override
  public Map<String, RatePoint> measuredPoints(String programSha256) throws StoreException {
    return kept.measuredPoints(programSha256);
  }

  @Override
  public void keepMeasuredPoints(String programSha256, Map<String, RatePoint> points)
      throws StoreException {
    kept.keep(programSha256, points);
  }

  @Override
  public List<String> measuredPrograms(String after, int limit) throws StoreException {
    return kept.programs(after, limit);
  }

  @Override
  public void forgetMeasuredPoints(String programSha256) throws StoreException {
    kept.forget(programSha256);
  }

  @Override
  public void forEachMentionedHash(Visitor<String> visitor) throws IOException {
    table.scan(item -> {
      for (AttributeValue packed : texts(item)) {
        Optional<String> artifact = PackedTexts.artifact(packed);
        if (artifact.isPresent()) {
          visitor.visit(artifact.get());
        }
        for (String hash : Hashes.in(texts.unpack(packed))) {
          visitor.visit(hash);
        }
      }
      Optional<String> point = KeptItems.pointArtifact(item);
      if (point.isPresent()) {
        visitor.visit(point.get());
      }
    });
  }

  private static List<AttributeValue> texts(Map<String, AttributeValue> item) {
    return Stream.of(ExperimentItems.RECORD, TableSchema.LINE, KeptItems.VALUE, EventItems.EVENT)
        .flatMap(name -> Stream.ofNullable(item.get(name)))
        .toList();
  }

  @Override
  public void close() {
    table.close();
    events.closed();
    closing.run();
  }
}
