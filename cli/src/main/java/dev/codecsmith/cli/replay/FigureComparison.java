package dev.codecsmith.cli.replay;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.BdRates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares two measurements of a program, figure by figure and exactly. Times and memory are left
 * out, as they differ from run to run; of a failure its kind and phase count, not its text.
 */
final class FigureComparison {
  private final boolean timeIsPriced;

  /**
   * @param objective what the experiments were ranked by; where it prices times, scores are no
   *     figures that come out the same
   */
  FigureComparison(Objective objective) {
    this.timeIsPriced = objective.prices().ofTime();
  }

  /** A line for each figure that is not the same. */
  List<String> differences(ExperimentRecord stored, Evaluation again) {
    return differences(
        figures(stored),
        figures(
            again.executed().programSha256(),
            size(stored, again.executed().decoderBytes(), again.executed().nameBytes()),
            again.points(),
            again.scores(),
            again.score(),
            again.shortScore().stream().boxed().findFirst(),
            again.failure()));
  }

  /**
   * The same for an experiment that was made again as a whole.
   *
   * @param nameBytes what the names of its program's files take of its size now
   */
  List<String> differences(ExperimentRecord stored, ExperimentRecord again, long nameBytes) {
    return differences(
        figures(stored), figures(again, size(stored, again.decoderBytes(), nameBytes)));
  }

  /** Records of earlier versions hold a size in which the names of files were not counted. */
  private static long size(ExperimentRecord stored, long decoderBytes, long nameBytes) {
    long content = decoderBytes - nameBytes;
    return stored.decoderBytes() == content ? content : decoderBytes;
  }

  /** Every figure of an evaluation that is compared, by its name in words. */
  SortedMap<String, String> figures(Evaluation evaluation) {
    return figures(
        evaluation.executed().programSha256(),
        evaluation.executed().decoderBytes(),
        evaluation.points(),
        evaluation.scores(),
        evaluation.score(),
        evaluation.shortScore().stream().boxed().findFirst(),
        evaluation.failure());
  }

  private static List<String> differences(
      SortedMap<String, String> before, SortedMap<String, String> after) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      String was = before.getOrDefault(name, "absent");
      String is = after.getOrDefault(name, "absent");
      if (!Objects.equals(was, is)) {
        lines.add(name + " was " + was + " and is now " + is);
      }
    }
    return lines;
  }

  /** How many figures of a record are compared. */
  int count(ExperimentRecord stored) {
    return figures(stored).size();
  }

  /** Every figure of a record that is compared, by its name in words. */
  SortedMap<String, String> figures(ExperimentRecord experiment) {
    return figures(experiment, experiment.decoderBytes());
  }

  private SortedMap<String, String> figures(ExperimentRecord experiment, long decoderBytes) {
    return figures(
        experiment.executedProgramSha256(),
        decoderBytes,
        experiment.points(),
        experiment.scores(),
        experiment.score(),
        experiment.shortScore(),
        experiment.failure());
  }

  private SortedMap<String, String> figures(
      String program,
      long decoderBytes,
      List<RatePoint> points,
      Map<String, AnchorComparison> scores,
      Optional<Double> score,
      Optional<Double> shortScore,
      Optional<Failure> failure) {
    SortedMap<String, String> figures = new TreeMap<>();
    figures.put("program SHA-256", program);
    figures.put("program bytes", String.valueOf(decoderBytes));
    if (!timeIsPriced) {
      figures.put("score", score.map(String::valueOf).orElse("none"));
      shortScore.ifPresent(value -> figures.put("short score", String.valueOf(value)));
    }
    figures.put(
        "failure", failure.map(f -> f.kind().label() + " in " + f.phase().label()).orElse("none"));
    for (RatePoint point : points) {
      String at = point.clip() + " at QUALITY " + point.quality() + ": ";
      figures.put(at + "bytes", String.valueOf(point.bytes()));
      figures.put(at + "bitstream SHA-256", point.bitstreamSha256());
      figures.put(at + "kbit/s", String.valueOf(point.bitrateKbps()));
      figures.put(at + "figures per frame, SHA-256", point.framesSha256());
      point
          .bitsSha256()
          .ifPresent(bits -> figures.put(at + "bits per frame as reported, SHA-256", bits));
      point.metrics().forEach((name, value) -> figures.put(at + name, String.valueOf(value)));
    }
    scores.forEach((anchor, comparison) -> {
      if (timeIsPriced && anchor.contains(AnchorComparison.OBJECTIVE)) {
        return;
      }
      figures.put("BD-rate against " + anchor, BdRates.toOutside(comparison.overall()).toString());
      comparison
          .perClip()
          .forEach((clip, rate) ->
              figures.put(
                  "BD-rate against " + anchor + " on " + clip, BdRates.toOutside(rate).toString()));
    });
    return figures;
  }
}
