package dev.codecsmith.cli.control;

import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.CampaignLease;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The process that runs a campaign: of a data folder the one that holds its lock; of a store that
 * machines share the one that has the campaign's lease, which counts as alive until the lease was
 * not renewed for its time while this one looked.
 */
public final class CampaignProcess {
  private final DataDirectory opened;
  private final String campaignId;
  private Optional<CampaignLease> seen = Optional.empty();
  private long since;

  public CampaignProcess(DataDirectory opened, String campaignId) {
    this.opened = opened;
    this.campaignId = campaignId;
  }

  /** The process in words; empty if none runs it, as far as one look tells. */
  public Optional<String> process() throws StoreException {
    return opened.store().isPresent()
        ? opened.experiments().leaseOf(campaignId).map(CampaignLease::process)
        : DataDirectory.writer(opened.path())
            .filter(writer -> writer.campaign().equals(Optional.of(campaignId)))
            .map(DataDirectory.Writer::process);
  }

  /** Whether it runs, as far as the looks up to now tell. */
  public boolean isAlive() throws StoreException {
    if (opened.store().isEmpty()) {
      return process().isPresent();
    }
    Optional<CampaignLease> now = opened.experiments().leaseOf(campaignId);
    if (!now.map(CampaignLease::renewal).equals(seen.map(CampaignLease::renewal))) {
      since = System.nanoTime();
    }
    seen = now;
    return now.isPresent() && System.nanoTime() - since < now.get().valid().toNanos();
  }

  /** Campaigns that are run, of those of a store that machines share. */
  public static List<String> leased(DataDirectory opened) throws IOException {
    List<String> leased = new ArrayList<>();
    opened
        .experiments()
        .forEachCampaign(campaign -> {
          if (opened.experiments().leaseOf(campaign.id()).isPresent()) {
            leased.add(campaign.id());
          }
        });
    return leased;
  }

  /**
   * Asks who has the campaign's lease to stop.
   *
   * @return false if nobody has it
   */
  boolean askToStop() throws StoreException {
    while (true) {
      Optional<CampaignLease> lease = opened.experiments().leaseOf(campaignId);
      if (lease.isEmpty()
          || opened
              .experiments()
              .replaceLease(campaignId, lease, lease.map(CampaignLease::askedToStop))) {
        return lease.isPresent();
      }
    }
  }
}
