package dev.codecsmith.cli.plan;

import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** The plan of a campaign as it was last run, kept beside its records so that it can go on. */
public final class StoredPlan {
  private StoredPlan() {}

  private static String key(String campaignId) {
    return "plan/" + campaignId;
  }

  public static void keep(ExperimentStore store, String campaignId, CampaignPlan plan)
      throws IOException {
    // Paths are written as URIs, which name the same file from every folder.
    store.cache(key(campaignId), Json.write(plan));
  }

  /** The plan of a campaign; empty if none was kept, or in the form of another version. */
  public static Optional<CampaignPlan> find(ExperimentStore store, String campaignId)
      throws IOException {
    try {
      return store
          .cached(key(campaignId))
          .map(json -> Json.mapper().readValue(json, CampaignPlan.class));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /**
   * The plan of a campaign.
   *
   * @throws IOException with a sentence if it was not kept or cannot be read
   */
  public static CampaignPlan of(ExperimentStore store, String campaignId) throws IOException {
    String json =
        store
            .cached(key(campaignId))
            .orElseThrow(() ->
                new IOException(
                    "The plan of "
                        + campaignId
                        + " was not kept; give the command that it was run with once more."));
    try {
      return Json.mapper().readValue(json, CampaignPlan.class);
    } catch (JacksonException e) {
      throw new IOException(
          "The plan of "
              + campaignId
              + " was kept by another version of Codecsmith; give the command that it was run with"
              + " once more.",
          e);
    }
  }
}
