package dev.codecsmith.dashboard.experiments;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.CampaignStanding;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.live.Phase;
import dev.codecsmith.dashboard.live.Relative;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.evaluation.LimitUse;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentFilter;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Experiments: a campaign's, a page at a time, and one with all that is known of it. */
public final class ExperimentRoutes {
  private static final int MOST_CHILDREN = 50;
  private static final int MOST_RUNNING = 200;
  private static final ExperimentFilter RUNNING =
      ExperimentFilter.newest(StatusGroup.IN_PROGRESS.statuses());

  private final ExperimentStore store;
  private final CampaignChoice choice;
  private final LiveCampaigns live;
  private final CampaignAnchors anchors;

  public ExperimentRoutes(ExperimentStore store, LiveCampaigns live, CampaignAnchors anchors) {
    this.store = store;
    this.anchors = anchors;
    this.choice = new CampaignChoice(store, live);
    this.live = live;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/experiments", this::list);
    routes.get("/api/experiments/{id}", this::one);
  }

  /** {@code {"successful":[…],"in_progress":[…],"failed":[…],"total":N,…}}; total counts all. */
  private void list(Context context) throws Refusal, StoreException {
    ListRequest request = ListRequest.of(context);
    Optional<String> campaign = choice.of(context);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("campaign", campaign.orElse(null));
    // Asked for first: what happens while the lists are read comes again as an event.
    answer.put("last_event", campaign.isPresent() ? store.lastEvent(campaign.get()) : 0);
    Map<ExperimentStatus, Integer> counts =
        campaign.isPresent() ? store.counts(campaign.get()) : Map.of();
    ObjectNode matching = StatusGroup.counts(counts);
    Optional<List<String>> running = Optional.empty();
    for (StatusGroup group : StatusGroup.values()) {
      List<ExperimentSummary> page = List.of();
      if (campaign.isPresent() && request.wants(group)) {
        ExperimentFilter filter = request.filter(group);
        page = store.list(campaign.get(), filter, request.place().skip(), request.place().limit());
        if (request.isPartOf(group)) {
          matching.put(group.key(), store.count(campaign.get(), filter));
        } else if (group == StatusGroup.IN_PROGRESS && request.holdsAll(page)) {
          running = Optional.of(ids(page));
          matching.put(group.key(), page.size());
        }
      }
      answer.set(group.key(), ExperimentLines.toJson(page));
    }
    if (running.isEmpty() && campaign.isPresent()) {
      // Behind the counts: what is here was not counted as ended.
      running = Optional.of(ids(store.list(campaign.get(), RUNNING, 0, MOST_RUNNING)));
    }
    List<String> known = running.orElse(List.of());
    ObjectNode all = StatusGroup.counts(counts);
    if (known.size() < MOST_RUNNING) {
      // One may have begun since they were counted.
      all.put(StatusGroup.IN_PROGRESS.key(), known.size());
    }
    answer.put("total", all.valueStream().mapToInt(JsonNode::asInt).sum());
    answer.set("counts", all);
    answer.set("matching", matching);
    known.forEach(answer.putArray("running")::add);
    ObjectNode failures = answer.putObject("failures");
    if (campaign.isPresent()) {
      store.failures(campaign.get()).forEach((kind, count) -> failures.put(kind.label(), count));
    }
    answer.put("page", request.place().page());
    answer.put("limit", request.place().limit());
    Answers.json(context, answer);
  }

  private static List<String> ids(List<ExperimentSummary> lines) {
    return lines.stream().map(ExperimentSummary::id).toList();
  }

  private void one(Context context) throws Refusal, IOException {
    ExperimentRecord experiment = find(store, context);
    ObjectNode answer = ExperimentExport.toJson(experiment);
    answer.put("reasoning", experiment.candidate().reasoning());
    // Outside, warnings and flags stand together; a page shows them apart.
    answer.putArray("warnings");
    experiment.warnings().forEach(answer.withArray("warnings")::add);
    experiment.flags().forEach(answer.putArray("flags")::add);
    for (int i = 0; i < experiment.points().size(); i++) {
      // Outside, a rate point does not name what is kept of its frames.
      ((ObjectNode) answer.path("points").path(i))
          .put("frames_sha256", experiment.points().get(i).framesSha256())
          .put("bits_sha256", experiment.points().get(i).bitsSha256().orElse(null));
    }
    answer.set("limit_use", Json.mapper().valueToTree(limitUse(experiment)));
    ArrayNode phases = answer.putArray("phases");
    CampaignStanding standing = live.state(experiment.campaignId());
    for (Phase phase : standing.phases(experiment.id())) {
      phases.addObject().put("phase", phase.name()).put("entered", phase.entered().toString());
    }
    putChildren(answer, standing.children(experiment.id()));
    Answers.json(context, answer);
  }

  private Optional<LimitUse> limitUse(ExperimentRecord experiment) throws IOException {
    Optional<CampaignRecord> campaign = store.findCampaign(experiment.campaignId());
    return campaign.isPresent() && !experiment.points().isEmpty()
        ? anchors
            .settings(campaign.get())
            .flatMap(
                settings -> LimitUse.of(settings, experiment.points(), experiment.decoderBytes()))
        : Optional.empty();
  }

  private static void putChildren(ObjectNode answer, List<Relative> children) {
    answer.put("children_total", children.size());
    ArrayNode best = answer.putArray("children");
    for (Relative child : children.subList(0, Math.min(MOST_CHILDREN, children.size()))) {
      best.addObject()
          .put("id", child.id())
          .put("iteration", child.iteration())
          .put("name", child.name())
          .put("score", child.score().orElse(null))
          .put("failed", child.failed());
    }
  }

  /** The experiment that the path names. */
  static ExperimentRecord find(ExperimentStore store, Context context)
      throws Refusal, StoreException {
    return store
        .find(context.pathParam("id"))
        .orElseThrow(() -> new Refusal(404, "There is no experiment of this id here."));
  }
}
