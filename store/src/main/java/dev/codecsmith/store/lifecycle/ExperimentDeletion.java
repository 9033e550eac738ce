package dev.codecsmith.store.lifecycle;

import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent.ExperimentDeleted;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Deletes experiments of any campaign, one by one: the record, then the event that tells of it.
 *
 * <p>Once a record is gone, nothing in the store says that its deletion is still to be told. So
 * what is about to be deleted is noted first. After a kill, whoever goes on calls {@link #finish}:
 * it tells of what is gone and leaves the rest.
 */
public final class ExperimentDeletion {
  /** Under which the note is kept. */
  private static final String NOTE = "deletions";

  /**
   * A deletion that has begun.
   *
   * @param begun when
   */
  record Noted(String campaignId, String id, int iteration, Instant begun) {}

  private ExperimentDeletion() {}

  /**
   * Deletes experiments, and what was remembered of their programs' rate points. Returns how many
   * there were.
   *
   * @param ids no more than a page
   */
  public static int delete(ExperimentStore store, List<String> ids, Instant now)
      throws StoreException {
    finish(store);
    List<ExperimentSummary> lines = new ArrayList<>();
    for (String id : ids) {
      store.summary(id).ifPresent(lines::add);
    }
    if (lines.isEmpty()) {
      return 0;
    }
    List<Noted> noted =
        lines.stream()
            .map(line -> new Noted(line.campaignId(), line.id(), line.iteration(), now))
            .toList();
    store.cache(NOTE, Json.write(noted));
    int deleted = 0;
    for (ExperimentSummary line : lines) {
      store.forgetMeasuredPoints(line.program().sha256());
      deleted += store.delete(List.of(line.id()));
      tell(store, new Noted(line.campaignId(), line.id(), line.iteration(), now));
    }
    store.cache(NOTE, "[]");
    return deleted;
  }

  /**
   * Tells of what an earlier process deleted and did not tell. Call it before an experiment is
   * stored: one of the same id may come again.
   */
  public static void finish(ExperimentStore store) throws StoreException {
    Optional<String> note = store.cached(NOTE);
    Noted[] begun = note.isPresent() ? read(note.get()) : new Noted[0];
    for (Noted each : begun) {
      if (store.summary(each.id()).isEmpty()) {
        tell(store, each);
      }
    }
    if (begun.length > 0) {
      store.cache(NOTE, "[]");
    }
  }

  private static void tell(ExperimentStore store, Noted deleted) throws StoreException {
    long _ =
        store.append(
            deleted.campaignId(),
            deleted.begun(),
            new ExperimentDeleted(deleted.id(), deleted.iteration()));
  }

  private static Noted[] read(String note) throws StoreException {
    try {
      return Json.read(note, Noted[].class);
    } catch (JacksonException e) {
      throw new StoreException(
          "the note of what was being deleted cannot be read ("
              + e.getOriginalMessage()
              + "): the store was changed by hand or is damaged; restore it from a backup",
          e);
    }
  }
}
