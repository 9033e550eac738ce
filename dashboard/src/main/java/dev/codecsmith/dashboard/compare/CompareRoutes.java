package dev.codecsmith.dashboard.compare;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** Several experiments and anchors of a campaign against the first that is named. */
public final class CompareRoutes {
  private final ExperimentStore store;
  private final Comparison comparison;

  public CompareRoutes(ExperimentStore store, CampaignAnchors anchors) {
    this.store = store;
    this.comparison = new Comparison(store, anchors);
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/compare", this::compare);
  }

  private void compare(Context context) throws Refusal, IOException {
    Answers.json(
        context,
        comparison.of(
            CampaignChoice.named(store, context), context.queryParams("of"), Comparison.Clips.ALL));
  }
}
