package dev.codecsmith.evolve.campaign;

import dev.codecsmith.store.CampaignRecord;
import java.time.Instant;

/**
 * A campaign.
 *
 * @param id derived from everything that decides its results, so that the same command finds it
 *     again
 * @param name for people
 * @param settingsJson what the id was derived from
 * @param iterations how many experiments; a campaign can be continued with a greater number
 * @param seed decides every random choice of the proposers
 * @param lag iteration n learns from the iterations up to n − lag; up to {@code lag} experiments
 *     are under way at once, and results do not depend on which of them ends first
 */
public record CampaignSettings(
    String id, String name, String settingsJson, int iterations, long seed, int lag) {
  public CampaignSettings {
    if (iterations < 1 || lag < 1) {
      throw new IllegalArgumentException(
          "iterations and lag must be at least 1, found " + iterations + " and " + lag + ".");
    }
  }

  /**
   * What a store holds of it.
   *
   * @param now when it is stored, unless it was before
   */
  public CampaignRecord record(Instant now) {
    return new CampaignRecord(id, name, settingsJson, now);
  }
}
