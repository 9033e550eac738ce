package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.video.clips.Clip;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Anchors compared with the main one, exactly as programs are: each clip over the quality band of
 * the main anchor.
 *
 * @param main the anchor that all are compared with
 * @param byPsnrYuv by PSNR-YUV, in the order of the curves; the main anchor itself is 0 %
 * @param bySsim by ffmpeg's SSIM in dB
 * @param byOthers by each figure of the objective that is neither of these
 * @param byObjective by the BD-rates of the objective; anchors pay no prices
 */
public record AnchorTable(
    Anchor main,
    SequencedMap<String, AnchorComparison> byPsnrYuv,
    SequencedMap<String, AnchorComparison> bySsim,
    SequencedMap<ComparedFigure, SequencedMap<String, AnchorComparison>> byOthers,
    SequencedMap<String, AnchorComparison> byObjective) {
  public AnchorTable {
    byPsnrYuv = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byPsnrYuv));
    bySsim = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(bySsim));
    byOthers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byOthers));
    byObjective = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byObjective));
  }

  /**
   * Compares.
   *
   * @param curves of each anchor, the main one among them, on each of the clips
   */
  public static AnchorTable of(
      Anchor main, List<Clip> clips, List<AnchorCurve> curves, Objective objective) {
    SequencedMap<ComparedFigure, SequencedMap<String, AnchorComparison>> byFigure =
        new LinkedHashMap<>();
    SequencedMap<String, AnchorComparison> byPsnrYuv =
        compare(main, clips, curves, ComparedFigure.PSNR_YUV);
    SequencedMap<String, AnchorComparison> byObjective = new LinkedHashMap<>();
    for (ComparedFigure figure : objective.figures()) {
      byFigure.put(figure, compare(main, clips, curves, figure));
    }
    for (String anchor : byPsnrYuv.keySet()) {
      Map<ComparedFigure, AnchorComparison> own = new HashMap<>();
      byFigure.forEach((figure, all) -> own.put(figure, Objects.requireNonNull(all.get(anchor))));
      byObjective.put(
          anchor, new ObjectiveRates(objective, Optional.empty()).of(clips, own, List.of()));
    }
    SequencedMap<ComparedFigure, SequencedMap<String, AnchorComparison>> others =
        new LinkedHashMap<>(byFigure);
    others.keySet().removeAll(List.of(ComparedFigure.PSNR_YUV, ComparedFigure.SSIM));
    return new AnchorTable(
        main, byPsnrYuv, compare(main, clips, curves, ComparedFigure.SSIM), others, byObjective);
  }

  private static SequencedMap<String, AnchorComparison> compare(
      Anchor main, List<Clip> clips, List<AnchorCurve> curves, ComparedFigure figures) {
    SequencedMap<String, AnchorComparison> comparisons = new LinkedHashMap<>();
    for (Anchor anchor : curves.stream().map(AnchorCurve::anchor).distinct().toList()) {
      comparisons.put(
          anchor.name(),
          Scoring.compare(
              clips,
              main,
              figures,
              curves,
              curves.stream()
                  .filter(curve -> curve.anchor().equals(anchor))
                  .flatMap(curve -> curve.points().stream())
                  .toList()));
    }
    return comparisons;
  }
}
