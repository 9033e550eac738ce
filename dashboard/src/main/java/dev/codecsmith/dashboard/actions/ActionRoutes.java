package dev.codecsmith.dashboard.actions;

import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.service.http.RequestBody;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/** Requests that change something; whoever sends one has shown the token. */
public final class ActionRoutes {
  private static final int LONGEST_CAMPAIGN = 1 << 20;
  private static final int LONGEST_BUDGET = 1 << 12;

  private final ExperimentStore store;
  private final Actions actions;
  private final Clock clock;

  public ActionRoutes(ExperimentStore store, Actions actions, Clock clock) {
    this.store = store;
    this.actions = actions;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    // Whoever is answered has shown the right one.
    routes.post("/api/token", context -> answer(context, "This is the token."));
    routes.post("/api/campaigns", this::start);
    routes.post(
        "/api/campaigns/{id}/stop",
        context -> perform(context, new Action.Stop(campaign(context))));
    routes.post(
        "/api/campaigns/{id}/continue",
        context -> perform(context, new Action.Continue(campaign(context))));
    routes.post("/api/campaigns/{id}/budget", this::budget);
    routes.delete(
        "/api/campaigns/{id}/failed",
        context -> perform(context, new Action.DeleteFailed(campaign(context))));
    routes.post(
        "/api/experiments/{id}/cancel",
        context -> {
          ExperimentSummary line = experiment(context);
          perform(context, new Action.Cancel(line.campaignId(), line.id()));
        });
    routes.delete(
        "/api/experiments/{id}",
        context -> {
          ExperimentSummary line = experiment(context);
          perform(context, new Action.Delete(line.campaignId(), line.id()));
        });
    routes.post(
        "/api/experiments/{id}/rerun",
        context -> {
          ExperimentSummary line = experiment(context);
          perform(context, new Action.Rerun(line.campaignId(), line.id()));
        });
  }

  private void start(Context context)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    Optional<byte[]> yaml = RequestBody.of(context, LONGEST_CAMPAIGN, clock);
    if (yaml.isPresent()) {
      perform(context, new Action.Start(new String(yaml.get(), StandardCharsets.UTF_8)));
    }
  }

  private void budget(Context context)
      throws Refusal, BadRequestException, RefusedException, IOException, InterruptedException {
    String campaign = campaign(context);
    Optional<byte[]> body = RequestBody.of(context, LONGEST_BUDGET, clock);
    if (body.isPresent()) {
      perform(context, BudgetRequest.read(body.get()).of(campaign));
    }
  }

  private void perform(Context context, Action action)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    answer(context, actions.perform(action));
  }

  private static void answer(Context context, String sentence) {
    Answers.json(context, JsonNodeFactory.instance.objectNode().put("done", sentence));
  }

  private String campaign(Context context) throws Refusal, StoreException {
    return CampaignChoice.named(store, context).id();
  }

  private ExperimentSummary experiment(Context context) throws Refusal, StoreException {
    return store
        .summary(context.pathParam("id"))
        .orElseThrow(() -> new Refusal(404, "There is no experiment of this id here."));
  }
}
