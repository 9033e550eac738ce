package dev.codecsmith.dashboard.requests;

import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.http.Context;
import java.util.Optional;

/** Which campaign a request means. */
public final class CampaignChoice {
  private final ExperimentStore store;
  private final LiveCampaigns live;

  public CampaignChoice(ExperimentStore store, LiveCampaigns live) {
    this.store = store;
    this.live = live;
  }

  /** The one that it names, or else the one that is run; empty as long as that is not stored. */
  public Optional<String> of(Context context) throws Refusal, StoreException {
    Optional<String> named = Queries.text(context, "campaign");
    Optional<String> campaign = named.isPresent() ? named : live.running();
    Optional<String> stored =
        campaign.isPresent()
            ? store.findCampaign(campaign.get()).map(CampaignRecord::id)
            : Optional.empty();
    if (named.isPresent() && stored.isEmpty()) {
      throw new Refusal(404, "There is no campaign of this id here.");
    }
    return stored;
  }

  /** The campaign that the path names. */
  public static CampaignRecord named(ExperimentStore store, Context context)
      throws Refusal, StoreException {
    return store
        .findCampaign(context.pathParam("id"))
        .orElseThrow(() -> new Refusal(404, "There is no campaign of this id here."));
  }

  /** As {@link #of}, also where the one that is run is not stored yet. */
  public Optional<String> beforeItIsStored(Context context) throws Refusal, StoreException {
    Optional<String> stored = of(context);
    return stored.isPresent() ? stored : live.running();
  }
}
