package dev.codecsmith.dashboard.pages;

import dev.codecsmith.dashboard.live.CampaignStanding;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.live.WorkerStatuses;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A campaign's workers: by its events, and as they say themselves. */
public final class WorkerRoutes {
  private final ExperimentStore store;
  private final LiveCampaigns live;
  private final WorkerStatuses statuses;
  private final Clock clock;

  public WorkerRoutes(
      ExperimentStore store, LiveCampaigns live, WorkerStatuses statuses, Clock clock) {
    this.store = store;
    this.live = live;
    this.statuses = statuses;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/workers", this::workers);
  }

  private void workers(Context context) throws Refusal, StoreException, InterruptedException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("name", campaign.name());
    ArrayNode workers = answer.putArray("workers");
    Map<String, JsonNode> said = statuses.now();
    for (CampaignStanding.Worker worker : live.state(campaign.id()).at(clock.instant()).workers()) {
      ObjectNode node = workers.addObject();
      node.put("name", worker.name()).put("up", worker.up()).put("about", worker.about());
      JsonNode status = said.get(worker.name());
      if (status == null) {
        node.putNull("status");
      } else {
        node.set("status", StatusFields.of(status, campaign.id()));
      }
    }
    Answers.json(context, answer);
  }
}
