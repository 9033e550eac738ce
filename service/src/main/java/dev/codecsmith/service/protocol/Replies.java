package dev.codecsmith.service.protocol;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.Answer;
import dev.codecsmith.lab.job.Fault;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.BdRates;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.Clip;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a worker answers, as JSON. {@code status} is {@code success}, {@code failed} (a fault of the
 * program, which is a result), {@code error} (a fault of the machine, which is none) or {@code
 * cancelled}.
 */
public final class Replies {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String ARTIFACTS = "/artifacts/";

  private Replies() {}

  /** What came of a job. */
  public static ObjectNode ofJob(RunId id, Answer answer, Instant now) {
    ObjectNode reply = head(id, "success", answer.worker(), now);
    reply.set("answer", Json.mapper().valueToTree(answer));
    return reply;
  }

  /** A fault of the machine. */
  public static ObjectNode ofFault(RunId id, String worker, Fault fault, Instant now) {
    ObjectNode reply = head(id, "error", worker, now);
    reply.set("fault", Json.mapper().valueToTree(fault));
    return reply;
  }

  /**
   * What the machine cannot be blamed for: the submission asks for what this worker does not have.
   *
   * @param sentence says what
   */
  public static ObjectNode ofRefused(RunId id, String worker, String sentence, Instant now) {
    return ofFault(id, worker, new Fault(sentence, true), now).put("refused", true);
  }

  /** Work that was called off. */
  public static ObjectNode ofCancelled(RunId id, String worker, Instant now) {
    return head(id, "cancelled", worker, now);
  }

  /**
   * What came of a program. {@code metrics} has means over the rate points of the search clips,
   * {@code psnr_db} being ffmpeg's average over frames and planes, which is infinite without any
   * loss, and the score; {@code experiment} has all of it.
   *
   * @param program the artifact of its sources
   * @param remarks what a person should look at
   * @param took from the beginning of the work to its end
   */
  public static ObjectNode ofProgram(
      RunId id,
      String program,
      Evaluation evaluation,
      EvaluationSettings settings,
      List<String> remarks,
      Duration took,
      Instant now) {
    String status = evaluation.failure().isPresent() ? "failed" : "success";
    ObjectNode reply = head(id, status, evaluation.executed().worker(), now);
    ObjectNode result = reply.putObject("result");
    result.put("status", status);
    result.set("metrics", metrics(evaluation, settings));
    result.set(
        "error",
        evaluation
            .failure()
            .<JsonNode>map(failure -> NODES.stringNode(failure.message()))
            .orElse(NODES.nullNode()));
    ArrayNode warnings = result.putArray("warnings");
    remarks.forEach(warnings::add);
    result.put("runtime_seconds", took.toMillis() / 1000.0);
    result.set("video_url", address(video(evaluation, settings)));
    result.set("decoder_s3_key", address(Optional.of(program)));
    reply.set("experiment", whole(evaluation));
    return reply;
  }

  /** The artifacts that a reply to a program names. */
  public static Set<String> artifacts(ObjectNode reply) {
    Set<String> all = new TreeSet<>();
    reply.at("/experiment/artifacts").forEach(each -> all.add(each.asString()));
    String program = reply.at("/result/decoder_s3_key").asString("");
    if (program.startsWith(ARTIFACTS)) {
      all.add(program.substring(ARTIFACTS.length()));
    }
    return all;
  }

  private static JsonNode address(Optional<String> artifact) {
    return artifact
        .<JsonNode>map(hash -> NODES.stringNode(ARTIFACTS + hash))
        .orElse(NODES.nullNode());
  }

  /** What the first clip looks like at the best QUALITY that is kept of it. */
  private static Optional<String> video(Evaluation evaluation, EvaluationSettings settings) {
    String clip = settings.searchClips().getFirst().name();
    return evaluation.points().stream()
        .filter(point -> point.clip().equals(clip))
        .sorted(Comparator.comparingInt(RatePoint::quality).reversed())
        .map(point -> "video/" + clip + "/" + point.quality())
        .flatMap(role -> Optional.ofNullable(evaluation.artifacts().get(role)).stream())
        .findFirst();
  }

  private static JsonNode metrics(Evaluation evaluation, EvaluationSettings settings) {
    Set<String> search =
        settings.searchClips().stream().map(Clip::name).collect(Collectors.toSet());
    List<RatePoint> points =
        evaluation.points().stream().filter(point -> search.contains(point.clip())).toList();
    if (points.isEmpty()) {
      return NODES.nullNode();
    }
    ObjectNode metrics = NODES.objectNode();
    metrics.set("psnr_db", mean(points, point -> metric(point, "ffmpeg_psnr_avg")));
    metrics.set("ssim", mean(points, point -> metric(point, "ffmpeg_ssim_all")));
    metrics.set("bitrate_kbps", mean(points, RatePoint::bitrateKbps));
    metrics.set("encode_cpu_seconds", mean(points, point -> point.encode().cpuSeconds()));
    metrics.set("decode_cpu_seconds", mean(points, point -> point.decode().cpuSeconds()));
    metrics.put("decoder_bytes", evaluation.executed().decoderBytes());
    metrics.set("bd_rate", rate(evaluation, settings.mainAnchor()));
    return metrics;
  }

  private static double metric(RatePoint point, String name) {
    return Optional.ofNullable(point.metrics().get(name))
        .orElseThrow(() -> new IllegalStateException("a rate point lacks " + name));
  }

  private static JsonNode mean(List<RatePoint> points, ToDoubleFunction<RatePoint> figure) {
    return Json.figure(points.stream().mapToDouble(figure).average().orElseThrow());
  }

  private static JsonNode rate(Evaluation evaluation, Anchor anchor) {
    return Optional.ofNullable(evaluation.scores().get(anchor.name()))
        .map(AnchorComparison::overall)
        .map(BdRates::toOutside)
        .orElse(NODES.nullNode());
  }

  /** All of it, in the words of {@code experiments export}. */
  private static ObjectNode whole(Evaluation evaluation) {
    ObjectNode node = NODES.objectNode();
    node.put("executed_program_sha256", evaluation.executed().programSha256());
    node.put("worker", evaluation.executed().worker());
    node.set("failure", Json.mapper().valueToTree(evaluation.failure()));
    node.set("points", Json.mapper().valueToTree(evaluation.points()));
    ObjectNode overall = node.putObject("bd_rate");
    ObjectNode perClip = node.putObject("bd_rate_per_clip");
    new TreeMap<>(evaluation.scores())
        .forEach((anchor, comparison) -> {
          overall.set(anchor, BdRates.toOutside(comparison.overall()));
          ObjectNode rates = perClip.putObject(anchor);
          new TreeMap<>(comparison.perClip())
              .forEach((clip, rate) -> rates.set(clip, BdRates.toOutside(rate)));
        });
    ObjectNode artifacts = node.putObject("artifacts");
    Map<String, String> byRole = new TreeMap<>(evaluation.artifacts());
    byRole.forEach(artifacts::put);
    return node;
  }

  private static ObjectNode head(RunId id, String status, String worker, Instant now) {
    ObjectNode node = NODES.objectNode();
    node.put("status", status);
    node.put("experiment_id", id.experiment());
    node.put("attempt", id.attempt());
    node.put("worker_id", worker);
    node.put("timestamp", now.toString());
    return node;
  }
}
