package dev.codecsmith.cli;

import dev.codecsmith.evolve.CampaignSettings;
import dev.codecsmith.evolve.models.Spending;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.lab.Flags;
import dev.codecsmith.store.ExperimentExport;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Json;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.video.Clip;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a campaign ends with: a table for people, an object for scripts. */
final class CampaignReport {
  private final CampaignSettings settings;
  private final CampaignPlan plan;
  private final EvaluationSettings evaluation;
  private final List<ExperimentRecord> experiments;
  private final CampaignEnd end;

  private CampaignReport(
      CampaignSettings settings,
      CampaignPlan plan,
      EvaluationSettings evaluation,
      List<ExperimentRecord> experiments,
      CampaignEnd end) {
    this.settings = settings;
    this.plan = plan;
    this.evaluation = evaluation;
    this.experiments = experiments;
    this.end = end;
  }

  static CampaignReport of(
      CampaignSettings settings,
      CampaignPlan plan,
      EvaluationSettings evaluation,
      List<ExperimentRecord> experiments,
      CampaignEnd end) {
    return new CampaignReport(settings, plan, evaluation, Flags.raise(experiments), end);
  }

  String json() throws StoreException {
    ObjectNode root = Json.mapper().createObjectNode();
    ObjectNode campaign = root.putObject("campaign");
    campaign.put("id", settings.id());
    campaign.put("name", settings.name());
    campaign.put("goal", plan.goal());
    campaign.put("iterations", settings.iterations());
    campaign.put("seed", settings.seed());
    campaign.put("qualities", evaluation.qualities().toString());
    campaign.put("main_anchor", evaluation.mainAnchor().name());
    clips(campaign.putArray("clips"), evaluation.searchClips());
    clips(campaign.putArray("held_out"), evaluation.heldOutClips());
    best().ifPresent(best -> campaign.put("best", best.id()));
    end.spending().ifPresent(spent -> spending(campaign, spent));
    end.reason().ifPresent(reason -> campaign.put("stopped", reason));
    ArrayNode list = root.putArray("experiments");
    for (ExperimentRecord experiment : experiments) {
      list.add(ExperimentExport.toJson(experiment));
    }
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  /** {@code cost_usd} is the known part; {@code calls_of_unknown_cost} says whether it is all. */
  static void spending(ObjectNode campaign, Spending spent) {
    campaign.put("model_calls", spent.calls());
    campaign.put("cost_usd", spent.knownUsd());
    campaign.put("calls_of_unknown_cost", spent.callsOfUnknownCost());
    campaign.put("tokens", spent.tokens());
    campaign
        .putObject("token_counts")
        .put("input", spent.usage().input())
        .put("cached_input", spent.usage().cachedInput())
        .put("cache_write", spent.usage().cacheWrite())
        .put("output", spent.usage().output());
  }

  private static void clips(ArrayNode array, List<Clip> clips) {
    for (Clip clip : clips) {
      array
          .addObject()
          .put("name", clip.name())
          .put("format", clip.format().describe())
          .put("frames", clip.frames())
          .put("sha256", clip.sha256());
    }
  }

  void print(PrintWriter out) {
    out.println();
    out.println(
        "Campaign "
            + settings.id()
            + ": BD-rate by PSNR-YUV against "
            + evaluation.mainAnchor().name()
            + ", lower is better");
    for (Clip clip : evaluation.clips()) {
      out.println(
          "  clip "
              + clip.name()
              + ", "
              + clip.format().describe()
              + ", "
              + clip.frames()
              + " frames"
              + (evaluation.heldOutClips().contains(clip) ? ", held out" : ""));
    }
    out.println();
    ExperimentTable.print(out, experiments, evaluation.mainAnchor().name());
    end.spending()
        .ifPresent(spent -> {
          out.println();
          out.println("Model: " + CampaignModel.text(spent) + ", in all runs of this campaign");
        });
    end.reason().ifPresent(out::println);
    best()
        .ifPresent(best -> {
          out.println();
          out.println(
              "Best: "
                  + CampaignProgress.ended(best)
                  + ". Look at it: codecsmith experiments show "
                  + best.id());
        });
  }

  private Optional<ExperimentRecord> best() {
    return experiments.stream()
        .filter(experiment -> experiment.score().isPresent())
        .min(
            Comparator.comparingDouble(
                    (ExperimentRecord experiment) -> experiment.score().orElseThrow())
                .thenComparingInt(ExperimentRecord::iteration));
  }
}
