package dev.codecsmith.cli.replay;

import dev.codecsmith.cli.anchors.OwnAnchor;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import tools.jackson.databind.JsonNode;

/**
 * A campaign file that says what a stored campaign was. It names clips by their names alone, and
 * neither models nor their servers: these are not the campaign's to tell.
 */
final class CampaignFileText {
  /** What a campaign file calls as the settings of a campaign do. */
  private static final List<String> ALIKE =
      List.of("goal", "qualities", "objective", "constraints", "cascade", "devices", "lag");

  private CampaignFileText() {}

  static String of(CampaignRecord campaign, Optional<CampaignPlan> plan) {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", campaign.name());
    plan.ifPresent(known -> keys.put("goal", known.goal()));
    keys.put("clips", clips(settings.path("clips")));
    if (!settings.path("held_out").isEmpty()) {
      keys.put("held_out", clips(settings.path("held_out")));
    }
    keys.put("anchors", anchors(settings.path("anchors"), plan));
    plan.ifPresent(known -> {
      keys.put("iterations", known.iterations());
      known.frames().ifPresent(frames -> keys.put("frames", frames));
      keys.put("proposers", known.proposers());
    });
    for (String key : ALIKE) {
      if (settings.has(key)) {
        keys.put(key, Json.mapper().treeToValue(settings.get(key), Object.class));
      }
    }
    Map<String, Object> limits = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> each : settings.path("limits").properties()) {
      if (each.getKey().equals("memory_bytes")) {
        limits.put("memory_mebibytes", each.getValue().longValue() >> 20);
      } else {
        limits.put(each.getKey(), Json.mapper().treeToValue(each.getValue(), Object.class));
      }
    }
    keys.put("limits", limits);
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.AUTO).build())
        .dumpToString(keys);
  }

  private static List<String> clips(JsonNode clips) {
    List<String> files = new ArrayList<>();
    clips.forEach(clip -> files.add(clip.path("name").asString() + ".y4m"));
    return files;
  }

  /** Those of somebody's own as they were given; what they were when run is in the record. */
  private static List<Object> anchors(JsonNode anchors, Optional<CampaignPlan> plan) {
    Map<String, OwnAnchor> own = new HashMap<>();
    plan.ifPresent(
        known -> known.anchorChoice().own().forEach(anchor -> own.put(anchor.name(), anchor)));
    List<Object> all = new ArrayList<>();
    for (JsonNode anchor : anchors) {
      String name = anchor.path("name").asString();
      OwnAnchor mine = own.get(name);
      if (mine != null) {
        all.add(keys(mine));
      } else if (Anchors.names().contains(name)) {
        all.add(name);
      }
    }
    return all;
  }

  private static Map<String, Object> keys(OwnAnchor anchor) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("name", anchor.name());
    keys.put("encode", anchor.encode());
    keys.put("decode", anchor.decode());
    keys.put("qualities", anchor.qualities());
    if (!anchor.band().isEmpty()) {
      keys.put("band", anchor.band());
    }
    anchor.files().ifPresent(files -> keys.put("files", String.valueOf(files.getFileName())));
    return keys;
  }
}
