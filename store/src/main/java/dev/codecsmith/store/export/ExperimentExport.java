package dev.codecsmith.store.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.json.BdRates;
import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form in which experiments leave the program: JSON with one object per experiment, CSV with
 * one row per rate point. Names here are a promise to other people's scripts, unlike those of the
 * stored documents.
 *
 * <p>A figure that a rate point does not have is an error, never 0 and never left out.
 */
public final class ExperimentExport {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Columns that a CSV repeats on each row of an experiment; they are keys of its JSON. */
  private static final List<String> EXPERIMENT_COLUMNS =
      List.of(
          "id",
          "iteration",
          "status",
          "name",
          "language",
          "proposer",
          "program_sha256",
          "decoder_bytes",
          "score");

  private ExperimentExport() {}

  /**
   * One experiment.
   *
   * @throws StoreException if a rate point lacks a figure
   */
  public static ObjectNode toJson(ExperimentRecord experiment) throws StoreException {
    ObjectNode node = head(experiment);
    ArrayNode points = node.putArray("points");
    for (RatePoint point : experiment.points()) {
      points.add(toJson(experiment, point));
    }
    ObjectNode overall = node.putObject("bd_rate");
    ObjectNode perClip = node.putObject("bd_rate_per_clip");
    new TreeMap<>(experiment.scores())
        .forEach((anchor, comparison) -> {
          overall.set(anchor, BdRates.toOutside(comparison.overall()));
          perClip.set(anchor, rates(comparison.perClip()));
        });
    node.set("warnings", texts(experiment.remarks()));
    Map<String, String> artifacts = new TreeMap<>(experiment.candidate().artifacts());
    artifacts.putAll(experiment.artifacts());
    ObjectNode names = node.putObject("artifacts");
    artifacts.forEach(names::put);
    node.put("created", experiment.created().toString());
    node.put("updated", experiment.updated().toString());
    return node;
  }

  private static ObjectNode head(ExperimentRecord experiment) {
    CandidateRecord candidate = experiment.candidate();
    ObjectNode node = NODES.objectNode();
    node.put("id", experiment.id());
    node.put("campaign", experiment.campaignId());
    node.put("iteration", experiment.iteration());
    node.put("status", experiment.status().label());
    if (experiment.failure().isPresent()) {
      node.set("failure", failure(experiment.failure().get()));
    } else {
      node.putNull("failure");
    }
    node.put("name", candidate.name());
    node.put("language", candidate.language());
    node.put("proposer", candidate.proposer());
    node.set("parents", texts(candidate.parents()));
    node.put("program_sha256", candidate.programSha256());
    node.put("executed_program_sha256", experiment.executedProgramSha256());
    node.put("worker", experiment.result().worker());
    node.put("decoder_bytes", experiment.decoderBytes());
    putFigure(node, "score", experiment.score());
    putFigure(node, "short_score", experiment.shortScore());
    experiment.result().race().ifPresent(race -> node.set("race", Json.mapper().valueToTree(race)));
    return node;
  }

  private static void putFigure(ObjectNode node, String name, Optional<Double> figure) {
    if (figure.isPresent()) {
      node.set(name, Json.figure(figure.get()));
    } else {
      node.putNull(name);
    }
  }

  private static ObjectNode failure(Failure failure) {
    return NODES
        .objectNode()
        .put("kind", failure.kind().label())
        .put("phase", failure.phase().label())
        .put("message", failure.message());
  }

  private static ObjectNode toJson(ExperimentRecord experiment, RatePoint point)
      throws StoreException {
    ObjectNode node = NODES.objectNode();
    for (RatePointFigures.Figure figure : RatePointFigures.ALL) {
      node.set(figure.name(), figure(experiment, point, figure));
    }
    point.machine().ifPresent(machine -> node.put("machine", machine));
    point.encode().setting().ifPresent(setting -> node.put("encode_setting", setting));
    point.decode().setting().ifPresent(setting -> node.put("decode_setting", setting));
    ObjectNode metrics = node.putObject("metrics");
    new TreeMap<>(point.metrics()).forEach((name, value) -> metrics.set(name, Json.figure(value)));
    return node;
  }

  private static JsonNode figure(
      ExperimentRecord experiment, RatePoint point, RatePointFigures.Figure figure)
      throws StoreException {
    try {
      return figure.of(point);
    } catch (StoreException e) {
      throw new StoreException(
          "experiment "
              + experiment.id()
              + " has "
              + e.getMessage()
              + ": evaluate it again with this version of Codecsmith",
          e);
    }
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode node = NODES.arrayNode();
    texts.forEach(node::add);
    return node;
  }

  private static ObjectNode rates(Map<String, BdRate> perClip) {
    ObjectNode node = NODES.objectNode();
    new TreeMap<>(perClip).forEach((clip, rate) -> node.set(clip, BdRates.toOutside(rate)));
    return node;
  }

  /** A campaign with its settings as JSON. */
  public static ObjectNode toJson(CampaignRecord campaign) {
    ObjectNode node = NODES.objectNode();
    node.put("id", campaign.id());
    node.put("name", campaign.name());
    node.put("created", campaign.created().toString());
    node.set("settings", Json.mapper().readTree(campaign.settingsJson()));
    return node;
  }

  /**
   * Writes {@code {"campaign":{…},"experiments":[…]}} and a line feed, with one experiment in
   * memory at a time. The writer stays open. On an error what was written ends in the middle, so
   * that nobody takes it for the whole.
   *
   * @param campaignId whose experiments
   * @param campaign what is written of the campaign
   */
  public static void writeJson(
      ExperimentStore store, String campaignId, ObjectNode campaign, Writer out)
      throws IOException {
    try (JsonGenerator json =
        Json.mapper()
            .writer()
            .withoutFeatures(
                StreamWriteFeature.AUTO_CLOSE_TARGET, StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .createGenerator(out)) {
      json.writeStartObject();
      json.writeName("campaign");
      json.writeTree(campaign);
      json.writeName("experiments");
      json.writeStartArray();
      store.forEach(campaignId, experiment -> json.writeTree(toJson(experiment)));
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write('\n');
    out.flush();
  }

  /**
   * Writes a head line and one line per rate point, with one experiment in memory at a time. The
   * last column holds the experiment's warnings and flags, one behind the other. The writer stays
   * open.
   *
   * @param campaignId whose experiments
   */
  public static void writeCsv(ExperimentStore store, String campaignId, Writer out)
      throws IOException {
    CsvWriter csv = begun(out);
    store.forEach(campaignId, experiment -> writeCsv(experiment, csv));
    out.flush();
  }

  /** The same of one experiment. */
  public static void writeCsv(ExperimentRecord experiment, Writer out) throws IOException {
    writeCsv(experiment, begun(out));
    out.flush();
  }

  private static CsvWriter begun(Writer out) throws IOException {
    List<String> columns = new ArrayList<>(EXPERIMENT_COLUMNS);
    RatePointFigures.ALL.forEach(figure -> columns.add(figure.name()));
    columns.add("warnings");
    // What it has written is in the writer at once, as that stays the caller's.
    CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(out);
    csv.writeRecord(columns);
    return csv;
  }

  private static void writeCsv(ExperimentRecord experiment, CsvWriter csv) throws IOException {
    ObjectNode head = head(experiment);
    for (RatePoint point : experiment.points()) {
      List<String> fields = new ArrayList<>();
      EXPERIMENT_COLUMNS.forEach(column -> fields.add(head.path(column).asString()));
      for (RatePointFigures.Figure figure : RatePointFigures.ALL) {
        fields.add(figure(experiment, point, figure).asString());
      }
      fields.add(String.join(" ", experiment.remarks()));
      csv.writeRecord(fields);
    }
  }
}
