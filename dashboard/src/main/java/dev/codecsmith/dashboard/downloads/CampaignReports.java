package dev.codecsmith.dashboard.downloads;

import dev.codecsmith.dashboard.live.CampaignStanding;
import dev.codecsmith.store.CampaignRecord;
import java.io.IOException;

/** Writes a campaign as one file to print or to send. */
@FunctionalInterface
public interface CampaignReports {
  /**
   * The file, HTML that needs nothing else.
   *
   * @param standing of that campaign
   */
  byte[] of(CampaignRecord campaign, CampaignStanding standing)
      throws IOException, InterruptedException;
}
