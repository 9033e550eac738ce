package dev.codecsmith.store.lifecycle;

import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent.CandidateProposed;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.EventSink;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds to a campaign's log what its records say and no event tells: a record is written before its
 * event, and a kill may come in between, of any iteration that was evaluated.
 *
 * <p>It is shown the lines of all experiments, and asks the log for one key of each, a page of keys
 * at a time; a record is read only where its key is missing. An end stands in the log behind its
 * proposal, so the end's key alone is asked for where there is one.
 */
public final class LostEvents {
  private final ExperimentStore store;
  private final String campaignId;
  private final EventSink events;

  /** Ids by the key that should stand in the log; no more than a page. */
  private final Map<String, String> ids = new LinkedHashMap<>();

  /**
   * @param events where what is missing is restored
   */
  public LostEvents(ExperimentStore store, String campaignId, EventSink events) {
    this.store = store;
    this.campaignId = campaignId;
    this.events = events;
  }

  /** Looks through a whole campaign. */
  public static void restore(ExperimentStore store, String campaignId, EventSink events)
      throws IOException {
    LostEvents lost = new LostEvents(store, campaignId, events);
    store.forEachLine(campaignId, lost::see);
    lost.end();
  }

  /** Takes the line of one of the campaign's experiments. */
  public void see(ExperimentSummary line) throws StoreException {
    ids.put(
        line.status().isFinal() ? ExperimentEnded.key(line.id()) : CandidateProposed.key(line.id()),
        line.id());
    if (ids.size() == ExperimentStore.PAGE) {
      end();
    }
  }

  /** Restores what is missing of the lines that were seen. */
  public void end() throws StoreException {
    Set<String> told = ids.isEmpty() ? Set.of() : store.told(campaignId, ids.keySet());
    for (Map.Entry<String, String> each : ids.entrySet()) {
      Optional<ExperimentRecord> untold =
          told.contains(each.getKey()) ? Optional.empty() : store.find(each.getValue());
      untold.ifPresent(this::tell);
    }
    ids.clear();
  }

  private void tell(ExperimentRecord record) {
    events.restore(record.created(), ExperimentEvents.proposed(record));
    if (record.status().isFinal()) {
      events.restore(record.updated(), ExperimentEvents.ended(record));
    }
  }
}
