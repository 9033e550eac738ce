package dev.codecsmith.cli.replay;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.progress.LineProgress;
import dev.codecsmith.cli.recorded.RecordedCampaign.Experiment;
import dev.codecsmith.cli.recorded.RecordedFolder;
import dev.codecsmith.evolve.cascade.Hurdles;
import dev.codecsmith.lab.anchors.AnchorCodec;
import dev.codecsmith.lab.dispatch.AnchorMemory;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.job.ClipCurve;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.events.CampaignEvent.AnchorsProgress;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures a recorded campaign's programs again, in a scratch folder, and compares what is recorded
 * of them. Anchors are measured again unless their curves are recorded and of the same origin.
 */
final class RecordedReplay {
  private static final String OVERALL = "BD-rate against ";

  private final RecordedFolder folder;
  private final Workbench bench;

  /**
   * @param bench over a folder of its own
   */
  RecordedReplay(RecordedFolder folder, Workbench bench) {
    this.folder = folder;
    this.bench = bench;
  }

  /**
   * An experiment that was measured again.
   *
   * @param figures how many were compared
   * @param differences a line for each that is not the same
   */
  record Again(Experiment experiment, int figures, List<String> differences) {}

  /** Those of whom figures are recorded, which only one that came to its end has. */
  List<Experiment> measured() {
    return folder.experiments().stream()
        .filter(each ->
            !folder.figures(each.id()).isEmpty()
                && each.failure()
                    .filter(failed -> failed.kind().equals(FailureKind.CANCELLED.label()))
                    .isEmpty())
        .toList();
  }

  /**
   * Makes sure that those are the programs that were recorded.
   *
   * @throws IOException with a sentence if one is not
   */
  void check(List<Experiment> chosen) throws IOException {
    for (Experiment each : chosen) {
      var _ = folder.program(each);
    }
  }

  /** Measures those again. */
  List<Again> again(List<Experiment> chosen, RecordedClips clips, LineProgress progress)
      throws IOException, InterruptedException {
    for (Path file : folder.files()) {
      String _ = bench.data().artifacts().put(file);
    }
    EvaluationSettings settings = StoredExperiments.evaluation(clips.campaign(), bench.clips());
    keepCurves();
    for (EvaluationSettings stage : settings.stages()) {
      bench
          .evaluations()
          .prepare(
              stage, (done, total) -> progress.on(Instant.now(), new AnchorsProgress(done, total)));
    }
    FigureComparison comparison = new FigureComparison(settings.objective());
    List<Again> results = new ArrayList<>();
    for (Experiment each : chosen) {
      progress.said(each.id() + "  " + each.identity().name());
      Evaluation again =
          bench
              .evaluations()
              .evaluate(
                  new EvaluationRequest(
                          each.id(), folder.program(each), settings.at(each.identity().iteration()))
                      .withHurdle(hurdle(settings, each)),
                  (_, _, _) -> {});
      SortedMap<String, String> recorded = compared(each, clips);
      results.add(
          new Again(
              each, recorded.size(), differences(recorded, again, comparison.figures(again))));
    }
    return results;
  }

  /** What this machine would measure otherwise is measured by it. */
  private void keepCurves() throws IOException {
    AnchorCodec codec = new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled());
    AnchorMemory memory = new AnchorMemory(codec, bench.data().experiments());
    for (ClipCurve curve : folder.curves()) {
      if (curve.origin().equals(codec.origin())) {
        memory.keep(curve);
      }
    }
  }

  /** Of some clips alone there is no figure over all. */
  private SortedMap<String, String> compared(Experiment experiment, RecordedClips clips) {
    SortedMap<String, String> compared = new TreeMap<>(folder.figures(experiment.id()));
    if (!clips.missing().isEmpty()) {
      compared
          .keySet()
          .removeIf(name ->
              name.equals("score")
                  || name.equals("short score")
                  || (name.startsWith(OVERALL) && !name.contains(" on "))
                  || clips.missing().stream()
                      .anyMatch(clip ->
                          name.startsWith(clip + " at QUALITY ") || name.endsWith(" on " + clip)));
    }
    return compared;
  }

  private static List<String> differences(
      SortedMap<String, String> recorded, Evaluation again, SortedMap<String, String> now) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, String> each : recorded.entrySet()) {
      String is = now.getOrDefault(each.getKey(), "absent");
      boolean withoutNames =
          each.getKey().equals("program bytes")
              && each.getValue()
                  .equals(
                      String.valueOf(
                          again.executed().decoderBytes() - again.executed().nameBytes()));
      if (!isSame(each.getValue(), is) && !withoutNames) {
        lines.add(each.getKey() + " was " + each.getValue() + " and is now " + is);
      }
    }
    return lines;
  }

  /** A figure that was recorded with fewer digits is compared in these. */
  private static boolean isSame(String was, String is) {
    if (was.equals(is)) {
      return true;
    }
    try {
      BigDecimal before = new BigDecimal(was);
      return before.scale() > 0
          && new BigDecimal(is).setScale(before.scale(), RoundingMode.HALF_EVEN).compareTo(before)
              == 0;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  /** What the experiment met when it was first measured; only a cascade asks for it. */
  private OptionalDouble hurdle(EvaluationSettings settings, Experiment experiment) {
    Hurdles hurdles = Hurdles.of(settings.cascade(), StoredExperiments.seed(folder.stored()));
    if (settings.cascade().isPresent()) {
      int last = experiment.identity().iteration() - StoredExperiments.lag(folder.stored());
      for (Experiment known : folder.experiments()) {
        if (known.identity().iteration() <= last) {
          SortedMap<String, String> figures = folder.figures(known.id());
          hurdles =
              hurdles.with(
                  known.identity().iteration(),
                  number(figures, "score"),
                  number(figures, "short score"));
        }
      }
    }
    return hurdles.at(experiment.identity().iteration());
  }

  private static Optional<Double> number(SortedMap<String, String> figures, String name) {
    return Optional.ofNullable(figures.get(name))
        .filter(value -> !value.equals("none"))
        .map(Double::valueOf);
  }
}
