package dev.codecsmith.dashboard.campaigns;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.live.Scored;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.lab.scoring.Scoring;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a campaign's scores came: all of them, thinned out evenly where there are more than a chart
 * can show; each that was the best when it came, with its rate on held-out clips; and from what
 * program to what program the way to the best went.
 */
public final class ScoreRoutes {
  private static final int MOST_SHOWN = 1000;

  private final ExperimentStore store;
  private final LiveCampaigns live;
  private final CampaignAnchors anchors;

  public ScoreRoutes(ExperimentStore store, LiveCampaigns live, CampaignAnchors anchors) {
    this.store = store;
    this.live = live;
    this.anchors = anchors;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/scores", this::scores);
  }

  private void scores(Context context) throws Refusal, StoreException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    List<Scored> all = live.state(campaign.id()).scores();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("anchor", anchors.main(campaign));
    answer.put("objective", CampaignObjective.words(campaign).orElse(null));
    answer.put("total", all.size());
    ArrayNode shown = answer.putArray("scores");
    for (Scored each : thinned(all)) {
      shown.add(toJson(each));
    }
    ArrayNode bests = answer.putArray("bests");
    String main = anchors.main(campaign);
    for (Scored each : bests(all)) {
      ObjectNode best = toJson(each);
      Answers.put(best, "held_out", heldOut(each, main));
      bests.add(best);
    }
    ArrayNode way = answer.putArray("way");
    for (Scored each : wayToTheBest(all)) {
      way.add(toJson(each));
    }
    Answers.json(context, answer);
  }

  private Optional<Double> heldOut(Scored best, String main) throws StoreException {
    return store
        .summary(best.id())
        .map(ExperimentSummary::result)
        .flatMap(result ->
            Optional.ofNullable(
                result
                    .figures()
                    .get(AnchorComparison.keyOfScore(result.figures(), main) + Scoring.HELD_OUT)))
        .flatMap(rate ->
            rate instanceof BdRate.Value value ? Optional.of(value.percent()) : Optional.empty());
  }

  private static List<Scored> thinned(List<Scored> all) {
    int step = (all.size() + MOST_SHOWN - 1) / MOST_SHOWN;
    List<Scored> shown = new ArrayList<>();
    for (int i = 0; i < all.size(); i += step) {
      shown.add(all.get(i));
    }
    return shown;
  }

  /** Each that was better than all that came before it. */
  private static List<Scored> bests(List<Scored> all) {
    List<Scored> bests = new ArrayList<>();
    for (Scored each : all) {
      if (bests.isEmpty() || each.score() < bests.getLast().score()) {
        bests.add(each);
      }
    }
    return bests;
  }

  /** The best one and what it was made from, first parents only, the oldest first. */
  private static List<Scored> wayToTheBest(List<Scored> all) {
    Map<String, Scored> byId = new HashMap<>();
    all.forEach(each -> byId.put(each.id(), each));
    Deque<Scored> way = new ArrayDeque<>();
    Optional<Scored> next = all.stream().min(Comparator.comparingDouble(Scored::score));
    while (next.isPresent()) {
      // A parent came before its child; whatever a store says, this ends.
      byId.remove(next.get().id());
      way.addFirst(next.get());
      next = next.get().parent().flatMap(id -> Optional.ofNullable(byId.get(id)));
    }
    return List.copyOf(way);
  }

  private static ObjectNode toJson(Scored each) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", each.id());
    node.put("iteration", each.iteration());
    node.put("parent", each.parent().orElse(null));
    node.put("time", each.ended().toString());
    node.set("score", Json.figure(each.score()));
    return node;
  }
}
