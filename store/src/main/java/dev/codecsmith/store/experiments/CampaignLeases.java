package dev.codecsmith.store.experiments;

import dev.codecsmith.store.StoreException;
import java.util.Optional;

/** Leases of campaigns, one for each at most; when one is over, {@link CampaignLease} says. */
public interface CampaignLeases {

  /** Who has a campaign, also where the holder is dead. */
  Optional<CampaignLease> leaseOf(String campaignId) throws StoreException;

  /**
   * Puts a lease in the place of the one that the caller saw.
   *
   * @param seen empty where nobody had the campaign
   * @param wanted empty gives it back
   * @return false, and nothing changed, if another one stands there
   * @throws StoreException also if the campaign is not stored
   */
  boolean replaceLease(
      String campaignId, Optional<CampaignLease> seen, Optional<CampaignLease> wanted)
      throws StoreException;
}
