package dev.codecsmith.evolve.campaign;

import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The experiments that earlier runs of a campaign left, looked up by iteration from the lowest to
 * the highest, a page of them in memory at a time.
 */
final class StoredIterations {
  private final ExperimentStore store;
  private final String campaignId;
  private final int last;
  private final Deque<ExperimentSummary> page = new ArrayDeque<>();

  /**
   * @param last the last iteration that they have; later ones are of this run
   */
  StoredIterations(ExperimentStore store, String campaignId, int last) {
    this.store = store;
    this.campaignId = campaignId;
    this.last = last;
  }

  /**
   * The experiment of an iteration; empty where none was stored.
   *
   * @param iteration above that of the call before
   */
  Optional<String> idOf(int iteration) throws StoreException {
    while (!page.isEmpty() && page.peek().iteration() < iteration) {
      page.remove();
    }
    if (page.isEmpty() && iteration <= last) {
      page.addAll(store.summaries(campaignId, iteration - 1, ExperimentStore.PAGE));
    }
    return Optional.ofNullable(page.peek())
        .filter(line -> line.iteration() == iteration)
        .map(ExperimentSummary::id);
  }
}
