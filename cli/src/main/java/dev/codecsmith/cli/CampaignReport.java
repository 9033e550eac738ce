package dev.codecsmith.cli;

import dev.codecsmith.evolve.CampaignSettings;
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

  private CampaignReport(
      CampaignSettings settings,
      CampaignPlan plan,
      EvaluationSettings evaluation,
      List<ExperimentRecord> experiments) {
    this.settings = settings;
    this.plan = plan;
    this.evaluation = evaluation;
    this.experiments = experiments;
  }

  static CampaignReport of(
      CampaignSettings settings,
      CampaignPlan plan,
      EvaluationSettings evaluation,
      List<ExperimentRecord> experiments) {
    return new CampaignReport(settings, plan, evaluation, Flags.raise(experiments));
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
    ArrayNode list = root.putArray("experiments");
    for (ExperimentRecord experiment : experiments) {
      list.add(ExperimentExport.toJson(experiment));
    }
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
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
