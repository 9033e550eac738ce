package dev.codecsmith.dashboard.experiments;

import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.Attachments;
import dev.codecsmith.dashboard.requests.Queries;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.lab.bits.BitsReport;
import dev.codecsmith.lab.bits.BitsTable;
import dev.codecsmith.lab.bits.ReportedFrame;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Where an experiment's bits go, as its program reports it. */
public final class BitsRoutes {
  private final ExperimentStore store;
  private final ArtifactStore artifacts;

  public BitsRoutes(ExperimentStore store, ArtifactStore artifacts) {
    this.store = store;
    this.artifacts = artifacts;
  }

  public void addTo(RoutesConfig routes) {
    routes.get("/api/experiments/{id}/bits", this::ofPoint);
    routes.get("/api/experiments/{id}/bits.csv", this::all);
  }

  private void ofPoint(Context context) throws Refusal, StoreException {
    ExperimentRecord experiment = ExperimentRoutes.find(store, context);
    String clip = Queries.text(context, "clip").orElse("");
    int quality = Queries.number(context, "quality", 0, 100, 0);
    RatePoint point =
        experiment.points().stream()
            .filter(each -> each.clip().equals(clip) && each.quality() == quality)
            .findFirst()
            .orElseThrow(
                () -> new Refusal(404, "There is no rate point of this clip and quality."));
    if (point.bitsSha256().isEmpty()) {
      throw new Refusal(404, "The program does not report where its bits go.");
    }
    Answers.json(context, toJson(point, BitsReport.read(artifacts, point.bitsSha256().get())));
  }

  private static ObjectNode toJson(RatePoint point, BitsReport report) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("clip", point.clip());
    answer.put("quality", point.quality());
    answer.put("refused", report.refused().orElse(null));
    answer.put("bits", report.bitstreamBits());
    answer.put("not_reported", report.untoldBits());
    ArrayNode types = answer.putArray("types");
    report
        .byType()
        .forEach((type, of) ->
            types.addObject().put("type", type).put("frames", of.frames()).put("bits", of.bits()));
    ArrayNode elements = answer.putArray("elements");
    report
        .byElement()
        .forEach((element, bits) -> elements.addObject().put("element", element).put("bits", bits));
    ArrayNode frames = answer.putArray("frames");
    for (ReportedFrame frame : report.frames()) {
      ObjectNode each = frames.addObject();
      each.put("frame", frame.frame()).put("type", frame.type()).put("bits", frame.bits());
      ObjectNode parts = each.putObject("elements");
      frame.elements().forEach(parts::put);
    }
    return answer;
  }

  private void all(Context context) throws Refusal, StoreException {
    ExperimentRecord experiment = ExperimentRoutes.find(store, context);
    Optional<String> csv = BitsTable.csv(experiment, artifacts);
    if (csv.isEmpty()) {
      throw new Refusal(404, "No report of where this experiment's bits go is stored here.");
    }
    Attachments.head(
            context, "text/csv; charset=utf-8", Attachments.safe(experiment.id()) + "_bits.csv")
        .result(csv.get());
  }
}
