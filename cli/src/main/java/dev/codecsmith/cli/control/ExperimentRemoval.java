package dev.codecsmith.cli.control;

import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lease.CampaignHold;
import dev.codecsmith.store.lifecycle.ExperimentDeletion;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Deletes experiments, each while nobody runs its campaign. A deleted iteration is evaluated again
 * when its campaign goes on.
 */
public final class ExperimentRemoval {
  private final DataDirectory opened;
  private final Consumer<String> waiting;

  /**
   * @param opened for writing
   * @param waiting told, in a sentence, if it has to be found out whether a campaign's process
   *     lives
   */
  public ExperimentRemoval(DataDirectory opened, Consumer<String> waiting) {
    this.opened = opened;
    this.waiting = waiting;
  }

  /**
   * Deletes some.
   *
   * @return how many there were
   * @throws IOException with a sentence, and nothing is deleted, if one is not there
   */
  public int delete(List<String> ids) throws IOException, InterruptedException {
    Map<String, List<String>> byCampaign = new LinkedHashMap<>();
    for (String id : ids) {
      ExperimentSummary line =
          opened
              .experiments()
              .summary(id)
              .orElseThrow(() ->
                  new IOException("There is no experiment '" + id + "'; nothing was deleted."));
      byCampaign.computeIfAbsent(line.campaignId(), _ -> new ArrayList<>()).add(id);
    }
    int deleted = 0;
    for (Map.Entry<String, List<String>> each : byCampaign.entrySet()) {
      deleted += delete(each.getKey(), each.getValue());
    }
    return deleted;
  }

  /** Deletes all that failed, of all campaigns. */
  public int deleteFailed() throws IOException, InterruptedException {
    List<String> campaigns = new ArrayList<>();
    opened.experiments().forEachCampaign(campaign -> campaigns.add(campaign.id()));
    int deleted = 0;
    for (String campaign : campaigns) {
      deleted += deleteFailed(campaign);
    }
    return deleted;
  }

  /** Deletes all that failed of a campaign, with a page of their ids in memory at a time. */
  public int deleteFailed(String campaign) throws IOException, InterruptedException {
    int deleted = 0;
    int after = Integer.MIN_VALUE;
    List<ExperimentSummary> lines;
    do {
      lines = opened.experiments().summaries(campaign, after, ExperimentStore.PAGE);
      after = lines.isEmpty() ? after : lines.getLast().iteration();
      deleted +=
          delete(
              campaign,
              lines.stream()
                  .filter(line -> line.status() == ExperimentStatus.FAILED)
                  .map(ExperimentSummary::id)
                  .toList());
    } while (lines.size() == ExperimentStore.PAGE);
    return deleted;
  }

  private int delete(String campaign, List<String> some) throws IOException, InterruptedException {
    if (some.isEmpty()) {
      return 0;
    }
    try (CampaignHold _ = opened.hold(campaign, waiting)) {
      return ExperimentDeletion.delete(opened.experiments(), some, Instant.now());
    }
  }
}
