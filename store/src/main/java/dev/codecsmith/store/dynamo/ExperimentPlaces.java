package dev.codecsmith.store.dynamo;

import static dev.codecsmith.store.dynamo.Items.text;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.dynamo.Table.Condition;
import dev.codecsmith.store.dynamo.Table.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Which campaign and iteration an id stands for. The same id stands for the same ones for ever,
 * also where the experiment is deleted or was never stored; so this is written before the record,
 * never changed, and may be remembered.
 */
final class ExperimentPlaces {
  private static final String IDS = "ids";
  private static final String CAMPAIGN = "campaign_id";
  private static final int REMEMBERED = 10_000;
  private static final int PAGE = 100;

  private final Table table;

  /** The ones asked for last. */
  private final Map<String, Place> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
          return size() > REMEMBERED;
        }
      };

  ExperimentPlaces(Table table) {
    this.table = table;
  }

  /** Where a record is. */
  record Place(String campaignId, int iteration) {
    Map<String, AttributeValue> key() {
      return Items.key(ExperimentItems.partition(campaignId), Items.sortable(iteration));
    }
  }

  /** The place that the id has now: the one given, unless it had another. */
  Place take(String id, Place wanted) throws StoreException {
    Map<String, AttributeValue> item = Items.item(IDS, id);
    item.put(CAMPAIGN, text(wanted.campaignId()));
    item.put(TableSchema.BY_ITERATION, text(Items.sortable(wanted.iteration())));
    boolean first = table.putIf(item, Condition.absent());
    return first ? remember(id, wanted) : of(id).orElse(wanted);
  }

  Optional<Place> of(String id) throws StoreException {
    synchronized (remembered) {
      Place known = remembered.get(id);
      if (known != null) {
        return Optional.of(known);
      }
    }
    return id.isEmpty()
        ? Optional.empty()
        : table.get(Items.key(IDS, id)).map(item -> remember(id, place(item)));
  }

  private Place remember(String id, Place place) {
    synchronized (remembered) {
      remembered.put(id, place);
    }
    return place;
  }

  private static Place place(Map<String, AttributeValue> item) {
    return new Place(text(item, CAMPAIGN), Items.sorted(text(item, TableSchema.BY_ITERATION)));
  }

  /** Ids of which there is a record, in order. */
  List<String> idsStartingWith(String prefix, int limit) throws StoreException {
    List<String> found = new ArrayList<>();
    List<Map<String, AttributeValue>> page = new ArrayList<>();
    table.query(
        Range.of(IDS).startingWith(prefix),
        PAGE,
        item -> {
          page.add(item);
          if (page.size() == Math.min(PAGE, limit)) {
            addStored(page, found);
          }
          return found.size() < limit;
        });
    addStored(page, found);
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  private void addStored(List<Map<String, AttributeValue>> page, List<String> found)
      throws StoreException {
    List<String> stored =
        table
            .getAll(
                page.stream().map(item -> place(item).key()).distinct().toList(),
                List.of(TableSchema.ID))
            .stream()
            .map(item -> text(item, TableSchema.ID))
            .toList();
    page.stream().map(item -> text(item, Items.SORT)).filter(stored::contains).forEach(found::add);
    page.clear();
  }
}
