package dev.codecsmith.service.alerts.watch;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.CampaignEvent.ExperimentEnded;
import dev.codecsmith.store.events.EventLog;
import dev.codecsmith.store.events.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/** What a campaign's log says of the experiments that ended last. */
public final class PastExperiments {
  private static final int PAGE = 500;

  private PastExperiments() {}

  /**
   * The last ends of experiments, in order; the log is read from its end.
   *
   * @param most how many at most
   */
  public static List<ExperimentEnded> last(EventLog events, String campaignId, int most)
      throws StoreException {
    List<ExperimentEnded> found = new ArrayList<>();
    for (long end = events.lastEvent(campaignId); end > 0 && found.size() < most; end -= PAGE) {
      long begin = Math.max(0, end - PAGE);
      List<ExperimentEnded> page =
          events.events(campaignId, begin, (int) (end - begin)).stream()
              .map(StoredEvent::event)
              .filter(ExperimentEnded.class::isInstance)
              .map(ExperimentEnded.class::cast)
              .toList();
      found.addAll(0, page);
    }
    return List.copyOf(found.subList(Math.max(0, found.size() - most), found.size()));
  }
}
