package dev.codecsmith.dashboard.pages;

import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A campaign's clips, those that are held out too: from people nothing is hidden. */
public final class ClipRoutes {
  private final ExperimentStore store;
  private final CampaignAnchors anchors;

  public ClipRoutes(ExperimentStore store, CampaignAnchors anchors) {
    this.store = store;
    this.anchors = anchors;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/campaigns/{id}/clips", this::clips);
  }

  private void clips(Context context) throws Refusal, IOException {
    CampaignRecord campaign = CampaignChoice.named(store, context);
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    Map<String, Clip> here =
        anchors.of(campaign).map(CampaignAnchors.Known::settings).stream()
            .flatMap(known -> known.clips().stream())
            .collect(Collectors.toMap(Clip::sha256, Function.identity(), (one, _) -> one));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("name", campaign.name());
    ArrayNode clips = answer.putArray("clips");
    settings.path("clips").forEach(clip -> clips.add(toJson(clip, "search", here)));
    settings.path("held_out").forEach(clip -> clips.add(toJson(clip, "held-out", here)));
    Answers.json(context, answer);
  }

  /** Of a clip that is gone, its format is null. */
  private static ObjectNode toJson(JsonNode identity, String role, Map<String, Clip> here) {
    String sha256 = identity.path("sha256").asString();
    Optional<Clip> clip = Optional.ofNullable(here.get(sha256));
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("name", identity.path("name").asString());
    node.put("role", role);
    node.put("sha256", sha256);
    node.put("frames", identity.path("frames").asInt());
    node.put("width", clip.map(found -> found.format().width()).orElse(null));
    node.put("height", clip.map(found -> found.format().height()).orElse(null));
    node.put("format", clip.map(found -> found.format().describe()).orElse(null));
    Answers.put(node, "fps", clip.map(found -> found.format().frameRate().toDouble()));
    Answers.put(node, "seconds", clip.map(Clip::seconds));
    return node;
  }
}
