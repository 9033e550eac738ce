package dev.codecsmith.cli.experiments;

import dev.codecsmith.cli.models.CampaignModel;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.CampaignSettingsText;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.calls.Spending;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A campaign as a JSON object for scripts: the same wherever one is printed, at the end of a run,
 * by {@code status} and by {@code export}.
 */
public final class CampaignJson {
  private CampaignJson() {}

  public static ObjectNode of(DataDirectory data, CampaignRecord campaign) throws IOException {
    JsonNode settings = Json.mapper().readTree(campaign.settingsJson());
    ClipCatalogue catalogue = new ClipCatalogue(data.clipsDirectory());
    ObjectNode node = ExperimentExport.toJson(campaign);
    // What evaluate keeps has no plan.
    Optional<CampaignPlan> plan = StoredPlan.find(data.experiments(), campaign.id());
    plan.ifPresent(kept -> {
      node.put("name", kept.name());
      node.put("goal", kept.goal());
      node.put("iterations", kept.iterations());
      node.put("seed", kept.seed());
    });
    node.set("qualities", settings.path("qualities"));
    node.put("main_anchor", CampaignSettingsText.mainAnchor(campaign));
    node.put("objective", CampaignSettingsText.objective(campaign));
    clips(node.putArray("clips"), settings.path("clips"), catalogue);
    clips(node.putArray("held_out"), settings.path("held_out"), catalogue);
    Optional<ExperimentRecord> best = best(data, campaign.id());
    if (best.isPresent()) {
      node.put("best", best.get().id());
      ArrayNode warnings = node.putArray("best_warnings");
      best.get().remarks().forEach(warnings::add);
    }
    spending(data.path(), campaign.id()).ifPresent(spent -> write(node, spent));
    return node;
  }

  /** The experiment with the best score; empty while none has a score. */
  public static Optional<ExperimentRecord> best(DataDirectory data, String campaignId)
      throws IOException {
    ExperimentStore store = data.experiments();
    for (ExperimentSummary line : store.best(campaignId, 1)) {
      Optional<ExperimentRecord> experiment = store.find(line.id());
      if (experiment.isPresent()) {
        return experiment;
      }
    }
    return Optional.empty();
  }

  /** What the model calls of a campaign took, by model, in the order they were first asked. */
  public static SequencedMap<String, Spending> spendingByModel(Path data, String campaignId)
      throws IOException {
    Path calls = CampaignModel.callsOf(data, campaignId);
    if (Files.notExists(calls)) {
      return new LinkedHashMap<>();
    }
    try (FileCallLog log = FileCallLog.openForReplay(calls)) {
      return log.spentByModel();
    }
  }

  /** What they took together; empty where no model is asked. */
  static Optional<Spending> spending(Path data, String campaignId) throws IOException {
    return Files.exists(CampaignModel.callsOf(data, campaignId))
        ? Optional.of(
            spendingByModel(data, campaignId).values().stream()
                .reduce(Spending.NOTHING, Spending::plus))
        : Optional.empty();
  }

  /**
   * {@code cost_usd} and {@code tokens} are the known parts; {@code calls_of_unknown_cost} and
   * {@code calls_of_unknown_tokens} say whether they are all.
   */
  public static void write(ObjectNode node, Spending spent) {
    node.put("model_calls", spent.calls());
    node.put("cost_usd", spent.knownUsd());
    node.put("calls_of_unknown_cost", spent.callsOfUnknownCost());
    node.put("tokens", spent.tokens());
    node.put("calls_of_unknown_tokens", spent.callsOfUnknownTokens());
    node.putObject("token_counts")
        .put("input", spent.usage().input())
        .put("cached_input", spent.usage().cachedInput())
        .put("cache_write", spent.usage().cacheWrite())
        .put("output", spent.usage().output());
  }

  /** The format of a clip that is gone is null. */
  private static void clips(ArrayNode array, JsonNode identities, ClipCatalogue catalogue)
      throws IOException {
    for (JsonNode identity : identities) {
      String sha256 = identity.path("sha256").asString();
      Optional<Clip> clip = catalogue.find(sha256);
      array
          .addObject()
          .put("name", identity.path("name").asString())
          .put("format", clip.map(found -> found.format().describe()).orElse(null))
          .put("frames", identity.path("frames").asInt())
          .put("sha256", sha256);
    }
  }
}
