package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.experiments.CampaignJson;
import dev.codecsmith.cli.experiments.ExperimentTable;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.output.JsonOut;
import dev.codecsmith.cli.output.WarningLines;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.cli.progress.CampaignView;
import dev.codecsmith.cli.progress.EventTexts;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.cascade.CascadeFigures;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.export.ExperimentExport;
import dev.codecsmith.store.lifecycle.ExperimentEvents;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.node.ObjectNode;

/** What a campaign ends with: a table for people, an object for scripts. */
final class CampaignReport {
  private final DataDirectory data;
  private final CampaignSettings settings;
  private final EvaluationSettings evaluation;
  private final EvaluationHistory.View experiments;
  private final CampaignView end;

  private CampaignReport(
      DataDirectory data,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      EvaluationHistory.View experiments,
      CampaignView end) {
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
      EvaluationHistory.View experiments,
      CampaignView end) {
    return new CampaignReport(data, settings, evaluation, experiments, end);
  }

  /**
   * Writes one object, the campaign and its experiments, with one experiment in memory at a time.
   *
   * @param warnings on the clips, which stand in it, too
   */
  void writeJson(PrintWriter out, Warnings warnings) throws IOException {
    ObjectNode campaign = CampaignJson.of(data, stored());
    end.stopReason().ifPresent(reason -> campaign.put("stopped", reason));
    try (JsonGenerator json = JsonOut.to(out)) {
      json.writeStartObject();
      json.writeName("campaign");
      json.writeTree(campaign);
      if (!warnings.texts().isEmpty()) {
        json.writeName("warnings");
        json.writeStartArray();
        warnings.texts().forEach(json::writeString);
        json.writeEndArray();
      }
      json.writeName("experiments");
      json.writeStartArray();
      forEach(experiment -> json.writeTree(ExperimentExport.toJson(experiment)));
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println();
  }

  private CampaignRecord stored() throws IOException {
    return data.experiments()
        .findCampaign(settings.id())
        .orElseThrow(() -> new IOException(settings.id() + " was not stored."));
  }

  private void forEach(ExperimentStore.Visitor<ExperimentRecord> visitor) throws IOException {
    try {
      for (PastExperiment finished : (Iterable<PastExperiment>) experiments.stream()::iterator) {
        visitor.visit(finished.experiment());
      }
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  void print(PrintWriter out) throws IOException {
    out.println();
    out.println(
        "Campaign "
            + settings.id()
            + ": "
            + evaluation.objective().inWords(evaluation.mainAnchor().name())
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
    ExperimentTable table =
        ExperimentTable.begin(
            out,
            evaluation.mainAnchor().name(),
            evaluation.objective(),
            !evaluation.heldOutClips().isEmpty(),
            experiments.stream().map(PastExperiment::proposer));
    forEach(experiment -> table.add(ExperimentSummary.of(experiment)));
    end.spending()
        .ifPresent(spent -> {
          out.println();
          out.println("Model: " + EventTexts.spending(spent) + ", in all runs of this campaign");
        });
    CascadeFigures.of(data.experiments(), stored())
        .map(CascadeFigures::sentences)
        .filter(lines -> !lines.isEmpty())
        .ifPresent(lines -> {
          out.println();
          lines.forEach(out::println);
        });
    end.stopReason().ifPresent(out::println);
    Optional<PastExperiment> best = experiments.best();
    if (best.isPresent()) {
      ExperimentRecord shown = best.get().experiment();
      out.println();
      out.println(
          "Best: "
              + EventTexts.ended(ExperimentEvents.ended(shown))
              + ". Look at it: "
              + NextCommand.of("experiments show " + shown.id(), data));
      new BestFigures(evaluation, shown)
          .sentences(experiments.stream())
          .forEach(line -> out.println("  " + line));
      WarningLines.print(out, "  ", shown);
    }
  }
}
