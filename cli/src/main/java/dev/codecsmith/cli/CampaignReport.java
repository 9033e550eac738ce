package dev.codecsmith.cli;

import dev.codecsmith.evolve.CampaignSettings;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.lab.Flags;
import dev.codecsmith.store.DataDirectory;
import dev.codecsmith.store.ExperimentExport;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Json;
import dev.codecsmith.video.Clip;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a campaign ends with: a table for people, an object for scripts. */
final class CampaignReport {
  private final DataDirectory data;
  private final CampaignSettings settings;
  private final EvaluationSettings evaluation;
  private final List<ExperimentRecord> experiments;
  private final CampaignEnd end;

  private CampaignReport(
      DataDirectory data,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      List<ExperimentRecord> experiments,
      CampaignEnd end) {
    this.data = data;
    this.settings = settings;
    this.evaluation = evaluation;
    this.experiments = experiments;
    this.end = end;
  }

  static CampaignReport of(
      DataDirectory data,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      List<ExperimentRecord> experiments,
      CampaignEnd end) {
    return new CampaignReport(data, settings, evaluation, Flags.raise(experiments), end);
  }

  /**
   * One object: the campaign and its experiments.
   *
   * @param warnings on the clips, which stand in it, too
   */
  String json(Warnings warnings) throws IOException {
    ObjectNode root = Json.mapper().createObjectNode();
    ObjectNode campaign =
        CampaignJson.of(
            data,
            data.experiments()
                .findCampaign(settings.id())
                .orElseThrow(() -> new IOException(settings.id() + " was not stored.")));
    root.set("campaign", campaign);
    warnings.putInto(root);
    end.reason().ifPresent(reason -> campaign.put("stopped", reason));
    ArrayNode list = root.putArray("experiments");
    for (ExperimentRecord experiment : experiments) {
      list.add(ExperimentExport.toJson(experiment));
    }
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root);
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
                  + ". Look at it: "
                  + Hint.of("experiments show " + best.id(), data.path()));
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
