package dev.codecsmith.dashboard.experiments;

import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.ResultLine;
import dev.codecsmith.store.json.BdRates;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An experiment as a line of a list. */
final class ExperimentLines {
  private ExperimentLines() {}

  static ArrayNode toJson(List<ExperimentSummary> lines) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (ExperimentSummary line : lines) {
      array.add(toJson(line));
    }
    return array;
  }

  private static ObjectNode toJson(ExperimentSummary line) {
    ResultLine result = line.result();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", line.id());
    node.put("iteration", line.iteration());
    node.put("status", line.status().label());
    node.put("phase", phase(line).label());
    node.put("name", line.program().name());
    node.put("language", line.program().language());
    node.put("proposer", line.program().proposer());
    Answers.put(node, "score", line.score());
    ObjectNode rates = node.putObject("bd_rate");
    new TreeMap<>(result.figures())
        .forEach((anchor, rate) -> rates.set(anchor, BdRates.toOutside(rate)));
    Answers.put(node, "psnr", result.means().flatMap(ResultLine.MeanFigures::psnrYuv));
    Answers.put(node, "ssim", result.means().flatMap(ResultLine.MeanFigures::ssim));
    Answers.put(node, "kbps", result.means().map(ResultLine.MeanFigures::kbps));
    node.put("decoder_bytes", result.decoderBytes());
    Answers.put(node, "encode_cpu_s", result.cpu().map(ResultLine.CpuTimes::encodeSeconds));
    Answers.put(node, "decode_cpu_s", result.cpu().map(ResultLine.CpuTimes::decodeSeconds));
    if (result.failure().isPresent()) {
      Failure failure = result.failure().get();
      node.putObject("error").put("kind", failure.kind().label()).put("message", failure.message());
    } else {
      node.putNull("error");
    }
    result.flags().forEach(node.putArray("flags")::add);
    result.warnings().forEach(node.putArray("warnings")::add);
    node.put("created", line.identity().created().toString());
    node.put("updated", line.updated().toString());
    return node;
  }

  /** Where it is, or was when it failed. */
  private static ExperimentStatus phase(ExperimentSummary line) {
    return line.result().failure().map(Failure::phase).orElse(line.status());
  }
}
