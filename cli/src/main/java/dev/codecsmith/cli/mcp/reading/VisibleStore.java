package dev.codecsmith.cli.mcp.reading;

import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.mcp.tool.ToolArguments;
import dev.codecsmith.cli.mcp.tool.ToolSchema;
import dev.codecsmith.evolve.history.HeldOut;
import dev.codecsmith.evolve.scorecard.ClipRoles;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A store as an agent may see it. */
public final class VisibleStore {
  private final DataDirectory stored;

  public VisibleStore(DataDirectory stored) {
    this.stored = stored;
  }

  public DataDirectory stored() {
    return stored;
  }

  /** A schema with the argument that {@link #campaign} reads. */
  public static ToolSchema withCampaign(ToolSchema schema) {
    return schema.optional(
        "campaign",
        "A campaign's id, or the beginning of it. Not needed where there is one campaign only.");
  }

  /** The campaign that the argument {@code campaign} names. */
  public CampaignRecord campaign(ToolArguments arguments) throws IOException {
    @Nullable String id = arguments.text("campaign").orElse(null);
    return StoredExperiments.campaign(stored, id);
  }

  /** A schema with the argument that {@link #experiment} reads. */
  static ToolSchema withExperiment() {
    return ToolSchema.NONE.required("id", "An experiment's id, or the beginning of it.");
  }

  /** The experiment that the argument {@code id} names, without what is known of held-out clips. */
  ExperimentRecord experiment(ToolArguments arguments) throws IOException {
    ExperimentRecord experiment = StoredExperiments.find(stored, arguments.required("id"));
    return HeldOut.of(roles(campaignOf(experiment))).hide(experiment);
  }

  CampaignRecord campaignOf(ExperimentRecord experiment) throws IOException {
    return stored
        .experiments()
        .findCampaign(experiment.campaignId())
        .orElseThrow(() -> new IOException(experiment.id() + " is of a campaign that is gone."));
  }

  /** Which clips may be told of; also where their files are gone. */
  public static ClipRoles roles(CampaignRecord campaign) {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    return new ClipRoles(names(settings.path("clips")), names(settings.path("held_out")));
  }

  private static List<String> names(JsonNode clips) {
    return clips.valueStream().map(clip -> clip.path("name").asString()).toList();
  }
}
