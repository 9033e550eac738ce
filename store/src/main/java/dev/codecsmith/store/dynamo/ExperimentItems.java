package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.dynamo.Items.text;

import dev.codecsmith.store.BitstreamSet;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Lease;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.dynamo.ExperimentPlaces.Place;
import dev.codecsmith.store.dynamo.Table.Condition;
import dev.codecsmith.store.dynamo.Table.Range;
import dev.codecsmith.store.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Experiments: one item of a campaign's partition each, with its line, its record and its keys. */
final class ExperimentItems {
  /** The whole record. */
  static final String RECORD = "record_text";

  private static final String VERSION = "record_version";
  private static final String OWNER = "owned_by";
  private static final String CREATED = "created_at";
  private static final String ENDED = "has_ended";

  /** What an item may hold, 400 KB, less its keys and twice what is in indexes. */
  private static final int LONGEST_RECORD = 300_000;

  private static final int LONGEST_LINE = 30_000;
  private static final int PAGE = 200;

  private static final Map<String, ExperimentStatus> STATUSES =
      Arrays.stream(ExperimentStatus.values())
          .collect(Collectors.toMap(ExperimentStatus::label, Function.identity()));

  private final Table table;
  private final PackedTexts texts;
  private final ExperimentPlaces places;

  ExperimentItems(Table table, PackedTexts texts) {
    this.table = table;
    this.texts = texts;
    this.places = new ExperimentPlaces(table);
  }

  static String partition(String campaignId) {
    return "campaign/" + campaignId;
  }

  private Map<String, AttributeValue> item(ExperimentRecord experiment) throws StoreException {
    String iteration = Items.sortable(experiment.iteration());
    Map<String, AttributeValue> item = Items.item(partition(experiment.campaignId()), iteration);
    item.put(TableSchema.ID, text(experiment.id()));
    item.put(TableSchema.BY_ITERATION, text(iteration));
    item.put(VERSION, Items.number(experiment.version()));
    item.put(OWNER, text(experiment.owner()));
    item.put(CREATED, text(experiment.created().toString()));
    item.put(ENDED, Items.flag(experiment.status().isFinal()));
    item.put(TableSchema.STATUS, text(experiment.status().label()));
    item.put(TableSchema.PROGRAM, text(experiment.candidate().programSha256()));
    experiment
        .score()
        .ifPresent(
            score -> item.put(TableSchema.BY_RANK, text(Items.sortable(score) + "/" + iteration)));
    BitstreamSet.sha256(experiment.points())
        .ifPresent(all -> item.put(TableSchema.BY_BITSTREAMS, text(all + "/" + iteration)));
    item.put(
        TableSchema.LINE, texts.pack(Json.write(ExperimentSummary.of(experiment)), LONGEST_LINE));
    item.put(RECORD, texts.pack(Json.write(experiment), LONGEST_RECORD));
    return item;
  }

  boolean create(ExperimentRecord experiment) throws StoreException {
    Place wanted = new Place(experiment.campaignId(), experiment.iteration());
    Place place = places.take(experiment.id(), wanted);
    if (!place.equals(wanted)) {
      if (stored(experiment.id()).isPresent()) {
        return false;
      }
      throw new StoreException(
          "experiment "
              + experiment.id()
              + " was iteration "
              + place.iteration()
              + " of campaign "
              + place.campaignId()
              + " and is to be it again, if it comes again: give the new experiment another id");
    }
    if (table.putIf(item(experiment), Condition.absent())) {
      return true;
    }
    String taken = table.get(place.key()).map(item -> text(item, TableSchema.ID)).orElse("");
    if (taken.equals(experiment.id())) {
      return false;
    }
    throw new StoreException(
        "iteration "
            + experiment.iteration()
            + " of campaign "
            + experiment.campaignId()
            + " is experiment "
            + taken
            + " already, so it cannot be "
            + experiment.id()
            + " as well: give the new experiment the next free iteration");
  }

  /** The item of an experiment. */
  private Optional<Map<String, AttributeValue>> stored(String id) throws StoreException {
    Optional<Place> place = places.of(id);
    return place.isEmpty()
        ? Optional.empty()
        : table.get(place.get().key()).filter(item -> text(item, TableSchema.ID).equals(id));
  }

  boolean update(ExperimentRecord experiment) throws StoreException {
    Condition asBefore =
        new Condition(
            TableSchema.ID
                + " = :id AND "
                + VERSION
                + " = :before AND "
                + OWNER
                + " = :owner AND "
                + CREATED
                + " = :created AND "
                + ENDED
                + " = :no",
            Map.of(
                ":id", text(experiment.id()),
                ":before", Items.number(experiment.version() - 1),
                ":owner", text(experiment.owner()),
                ":created", text(experiment.created().toString()),
                ":no", Items.flag(false)));
    if (table.putIf(item(experiment), asBefore)) {
      return true;
    }
    Optional<ExperimentRecord> stored = find(experiment.id());
    if (stored.isPresent()
        && !stored.get().status().isFinal()
        && stored.get().owner().equals(experiment.owner())
        && stored.get().version() == experiment.version() - 1
        && !stored.get().identity().equals(experiment.identity())) {
      throw new IllegalArgumentException(
          "experiment "
              + experiment.id()
              + " is iteration "
              + stored.get().iteration()
              + " of campaign "
              + stored.get().campaignId()
              + " and stays it");
    }
    return false;
  }

  Optional<ExperimentRecord> takeOver(String id, Lease expected, Lease wanted, Instant now)
      throws StoreException {
    Optional<Map<String, AttributeValue>> item = stored(id);
    if (item.isEmpty()) {
      return Optional.empty();
    }
    ExperimentRecord stored = record(item.get());
    if (stored.status().isFinal() || !stored.lease().equals(expected)) {
      return Optional.empty();
    }
    ExperimentRecord taken = stored.next(now).lease(wanted).status(ExperimentStatus.QUEUED).build();
    return table.putIf(item(taken), Condition.unchanged(item.get()))
        ? Optional.of(taken)
        : Optional.empty();
  }

  Optional<ExperimentRecord> find(String id) throws StoreException {
    Optional<Map<String, AttributeValue>> item = stored(id);
    return item.isPresent() ? Optional.of(record(item.get())) : Optional.empty();
  }

  private ExperimentRecord record(Map<String, AttributeValue> item) throws StoreException {
    String json = texts.unpack(Objects.requireNonNull(item.get(RECORD)));
    return StoredJson.read(json, ExperimentRecord.class, table.name());
  }

  private ExperimentSummary line(Map<String, AttributeValue> item) throws StoreException {
    String json = texts.unpack(Objects.requireNonNull(item.get(TableSchema.LINE)));
    return StoredJson.read(json, ExperimentSummary.class, table.name());
  }

  private List<ExperimentSummary> lines(List<Map<String, AttributeValue>> items)
      throws StoreException {
    List<ExperimentSummary> lines = new ArrayList<>();
    for (Map<String, AttributeValue> item : items) {
      lines.add(line(item));
    }
    return lines;
  }

  private static Range byIteration(String campaignId) {
    return new Range(TableSchema.LINES, TableSchema.BY_ITERATION, partition(campaignId));
  }

  Optional<ExperimentSummary> summary(String id) throws StoreException {
    Optional<Place> place = places.of(id);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    List<Map<String, AttributeValue>> items =
        table.query(
            byIteration(place.get().campaignId())
                .startingWith(Items.sortable(place.get().iteration())),
            1);
    return items.isEmpty() || !text(items.getFirst(), TableSchema.ID).equals(id)
        ? Optional.empty()
        : Optional.of(line(items.getFirst()));
  }

  List<String> idsStartingWith(String prefix, int limit) throws StoreException {
    return places.idsStartingWith(prefix, limit);
  }

  int lastIteration(String campaignId) throws StoreException {
    List<Map<String, AttributeValue>> last =
        table.query(byIteration(campaignId).all().scanIndexForward(false), 1);
    return last.isEmpty() ? 0 : Items.sorted(text(last.getFirst(), TableSchema.BY_ITERATION));
  }

  Optional<String> withSameBitstreams(ExperimentRecord experiment) throws StoreException {
    Optional<String> bitstreams = BitstreamSet.sha256(experiment.points());
    if (bitstreams.isEmpty()) {
      return Optional.empty();
    }
    List<String> first = new ArrayList<>();
    table.query(
        new Range(
                TableSchema.BITSTREAMS,
                TableSchema.BY_BITSTREAMS,
                partition(experiment.campaignId()))
            .startingWith(bitstreams.get() + "/"),
        PAGE,
        item -> {
          if (!text(item, TableSchema.ID).equals(experiment.id())
              && !text(item, TableSchema.PROGRAM).equals(experiment.candidate().programSha256())) {
            first.add(text(item, TableSchema.ID));
          }
          return first.isEmpty();
        });
    return first.stream().findFirst();
  }

  List<ExperimentSummary> summaries(String campaignId, int afterIteration, int limit)
      throws StoreException {
    return lines(table.query(byIteration(campaignId).after(Items.sortable(afterIteration)), limit));
  }

  List<ExperimentSummary> best(String campaignId, int lastIteration, int limit)
      throws StoreException {
    List<Map<String, AttributeValue>> best = new ArrayList<>();
    table.query(
        new Range(TableSchema.RANKS, TableSchema.BY_RANK, partition(campaignId)).all(),
        Math.min(PAGE, limit),
        item -> {
          if (Items.sorted(text(item, Items.SORT)) <= lastIteration) {
            best.add(item);
          }
          return best.size() < limit;
        });
    return lines(best);
  }

  Map<ExperimentStatus, Integer> counts(String campaignId) throws StoreException {
    Map<ExperimentStatus, Integer> counts = new EnumMap<>(ExperimentStatus.class);
    table.query(
        byIteration(campaignId).all().projectionExpression(TableSchema.STATUS),
        Integer.MAX_VALUE,
        item -> {
          ExperimentStatus status = STATUSES.get(text(item, TableSchema.STATUS));
          if (status != null) {
            counts.merge(status, 1, Integer::sum);
          }
          return true;
        });
    return counts;
  }

  int delete(List<String> ids) throws StoreException {
    int deleted = 0;
    for (String id : ids) {
      Optional<Map<String, AttributeValue>> item = stored(id);
      boolean gone = false;
      while (item.isPresent() && !gone) {
        gone = table.delete(item.get());
        item = gone ? item : stored(id);
      }
      deleted += gone ? 1 : 0;
    }
    return deleted;
  }
}
