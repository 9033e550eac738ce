package dev.codecsmith.dashboard.lineage;

import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.live.Relative;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.evolve.ideas.Idea;
import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.ideas.IdeaBankException;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.lab.objective.CampaignObjective;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tree of a campaign's programs, and what came of ideas. Of very many programs the best are
 * shown, with all that they came from, and then the newest.
 */
public final class LineageRoutes {
  private static final int MOST_SHOWN = 500;

  private final ExperimentStore store;
  private final LiveCampaigns live;
  private final TriedIdeas tried;

  public LineageRoutes(ExperimentStore store, LiveCampaigns live) {
    this.store = store;
    this.live = live;
    this.tried = new TriedIdeas(store);
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/lineage", this::lineage);
    routes.get("/api/campaigns/{id}/ideas", this::ideas);
  }

  private void lineage(Context context) throws Refusal, StoreException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    List<Relative> all = live.state(campaign.id()).family();
    Map<String, Relative> byId = new LinkedHashMap<>();
    all.forEach(each -> byId.put(each.id(), each));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("name", campaign.name());
    answer.put("objective", CampaignObjective.words(campaign).orElse(null));
    answer.put("total", all.size());
    ArrayNode programs = answer.putArray("programs");
    Set<String> shown = shown(all, byId);
    all.stream()
        .filter(each -> shown.contains(each.id()))
        .forEach(each -> programs.add(toJson(each)));
    ArrayNode way = answer.putArray("way");
    best(all).forEach(best -> ancestry(best, byId).forEach(way::add));
    Answers.json(context, answer);
  }

  private static Stream<Relative> best(List<Relative> all) {
    return byScore(all).limit(1);
  }

  private static Stream<Relative> byScore(List<Relative> all) {
    return all.stream()
        .filter(each -> each.score().isPresent())
        .sorted(Comparator.comparingDouble(each -> each.score().orElseThrow()));
  }

  private static Set<String> shown(List<Relative> all, Map<String, Relative> byId) {
    Set<String> shown = new LinkedHashSet<>();
    Stream.concat(byScore(all), all.reversed().stream())
        .takeWhile(_ -> shown.size() < MOST_SHOWN)
        .forEach(each -> shown.addAll(ancestry(each, byId)));
    return shown;
  }

  /**
   * It and what it came from, first parents only; a store that says it is its own forefather is not
   * believed.
   */
  private static Set<String> ancestry(Relative last, Map<String, Relative> byId) {
    Set<String> ancestry = new LinkedHashSet<>();
    Optional<Relative> next = Optional.of(last);
    while (next.isPresent() && ancestry.add(next.get().id())) {
      next =
          next.get().parents().stream()
              .findFirst()
              .flatMap(id -> Optional.ofNullable(byId.get(id)));
    }
    return ancestry;
  }

  private static ObjectNode toJson(Relative each) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", each.id()).put("iteration", each.iteration());
    node.put("name", each.name()).put("proposer", each.proposer());
    each.parents().forEach(node.putArray("parents")::add);
    Answers.put(node, "score", each.score());
    node.put("failed", each.failed());
    return node;
  }

  /** The most fruitful first. */
  private void ideas(Context context) throws Refusal, StoreException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    IdeaLog log = tried.of(campaign.id(), live.state(campaign.id()).family());
    Map<String, String> titles = titles();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode ideas = answer.putArray("ideas");
    log.effects().entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                each -> each.getValue().bestChange().orElse(Double.MAX_VALUE)))
        .forEach(each -> {
          IdeaLog.Effect effect = each.getValue();
          ObjectNode idea = ideas.addObject();
          idea.put("id", each.getKey());
          idea.put("title", titles.getOrDefault(each.getKey(), each.getKey()));
          idea.put("tries", effect.tries()).put("failures", effect.failures());
          idea.put("improved", effect.improved());
          Answers.put(idea, "best", effect.bestChange());
          idea.set(
              "mean",
              effect.measured() > 0
                  ? Json.figure(effect.sumOfChanges() / effect.measured())
                  : JsonNodeFactory.instance.nullNode());
        });
    Answers.json(context, answer);
  }

  /** Of ideas that ship; others go by their ids. */
  private static Map<String, String> titles() {
    try {
      return IdeaBank.shipped().all().stream().collect(Collectors.toMap(Idea::id, Idea::title));
    } catch (IdeaBankException e) {
      throw new IllegalStateException(e);
    }
  }
}
