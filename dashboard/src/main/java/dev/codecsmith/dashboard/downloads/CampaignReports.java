package dev.codecsmith.dashboard.downloads;

import dev.codecsmith.store.CampaignRecord;
import java.io.IOException;

/** Writes a campaign as one file to print or to send. */
@FunctionalInterface
public interface CampaignReports {
  /** The file, HTML that needs nothing else. */
  byte[] of(CampaignRecord campaign) throws IOException, InterruptedException;
}
