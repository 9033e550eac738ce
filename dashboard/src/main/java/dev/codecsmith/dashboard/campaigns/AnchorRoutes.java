package dev.codecsmith.dashboard.campaigns;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.scoring.AnchorTable;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.BdRates;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A campaign's anchors: their curves, and how they stand against the main one. */
public final class AnchorRoutes {
  private final ExperimentStore store;
  private final CampaignAnchors anchors;

  public AnchorRoutes(ExperimentStore store, CampaignAnchors anchors) {
    this.store = store;
    this.anchors = anchors;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/anchors", this::anchors);
  }

  private void anchors(Context context) throws Refusal, IOException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    Optional<CampaignAnchors.Known> known = anchors.of(campaign);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("main", anchors.main(campaign));
    ObjectNode rates = answer.putObject("bd_rate");
    ArrayNode heldOut = answer.putArray("held_out");
    ArrayNode curves = answer.putArray("curves");
    if (known.isPresent()) {
      putRates(rates, known.get());
      known.get().settings().heldOutClips().forEach(clip -> heldOut.add(clip.name()));
      known.get().curves().forEach(curve -> curves.add(toJson(curve)));
    }
    Answers.json(context, answer);
  }

  /** Of those that were measured on all search clips; none before the main one was. */
  private static void putRates(ObjectNode rates, CampaignAnchors.Known known) {
    List<Clip> clips = known.settings().searchClips();
    List<Anchor> whole =
        known.settings().anchors().stream()
            .filter(anchor -> clips.stream().allMatch(clip -> has(known, anchor, clip)))
            .toList();
    Anchor main = known.settings().mainAnchor();
    if (whole.contains(main)) {
      List<AnchorCurve> curves =
          known.curves().stream().filter(curve -> whole.contains(curve.anchor())).toList();
      AnchorTable.of(main, clips, curves, known.settings().objective())
          .byObjective()
          .forEach((anchor, rate) -> rates.set(anchor, BdRates.toOutside(rate.overall())));
    }
  }

  private static boolean has(CampaignAnchors.Known known, Anchor anchor, Clip clip) {
    return known.curves().stream()
        .anyMatch(curve -> curve.anchor().equals(anchor) && curve.clip().equals(clip.name()));
  }

  private static ObjectNode toJson(AnchorCurve curve) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("anchor", curve.anchor().name());
    node.put("clip", curve.clip());
    ArrayNode points = node.putArray("points");
    for (RatePoint point : curve.points()) {
      ObjectNode each = points.addObject();
      each.put("value", point.quality());
      each.put("bytes", point.bytes());
      each.set("bitrate_kbps", Json.figure(point.bitrateKbps()));
      ObjectNode metrics = each.putObject("metrics");
      new TreeMap<>(point.metrics())
          .forEach((name, value) -> metrics.set(name, Json.figure(value)));
    }
    return node;
  }
}
