package dev.codecsmith.lab.scoring;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.anchors.AnchorCurve;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.measure.ComparedFigure;
import dev.codecsmith.metrics.bd.Band;
import dev.codecsmith.metrics.bd.BdMethod;
import dev.codecsmith.metrics.bd.BdRate;
import dev.codecsmith.metrics.bd.BjontegaardDelta;
import dev.codecsmith.metrics.bd.RdPoint;
import dev.codecsmith.store.AnchorComparison;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.video.clips.Clip;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A program against the anchors. The score is the mean over the search clips of the BD-rate by
 * PSNR-YUV against the main anchor, each clip over its own quality band.
 *
 * @param comparisons by anchor; {@code anchor/ssim} by SSIM, {@code anchor/held-out} on clips no
 *     proposer sees
 * @param score in percent, lower is better; present if and only if {@code failure} is empty
 * @param failure why there is no score
 */
public record Scoring(
    Map<String, AnchorComparison> comparisons, Optional<Double> score, Optional<Failure> failure) {

  /** What is added to an anchor's name where the clips are those held out. */
  public static final String HELD_OUT = "/held-out";

  public static Scoring of(
      EvaluationSettings settings, List<AnchorCurve> curves, List<RatePoint> points) {
    Map<String, AnchorComparison> comparisons = new LinkedHashMap<>();
    for (Anchor anchor : settings.anchors()) {
      for (ComparedFigure figures : List.of(ComparedFigure.PSNR_YUV, ComparedFigure.SSIM)) {
        String key = anchor.name() + figures.suffix();
        comparisons.put(key, compare(settings.searchClips(), anchor, figures, curves, points));
        if (!settings.heldOutClips().isEmpty()) {
          comparisons.put(
              key + HELD_OUT, compare(settings.heldOutClips(), anchor, figures, curves, points));
        }
      }
    }
    AnchorComparison main = comparison(comparisons, settings.mainAnchor().name());
    return switch (main.overall()) {
      case BdRate.Value value ->
          new Scoring(comparisons, Optional.of(value.percent()), Optional.empty());
      case BdRate reason ->
          new Scoring(
              comparisons,
              Optional.empty(),
              Optional.of(failure(reason, settings, main, curves, points)));
    };
  }

  private static AnchorComparison comparison(
      Map<String, AnchorComparison> comparisons, String name) {
    return Optional.ofNullable(comparisons.get(name)).orElseThrow();
  }

  /** By clip in the settings' order, then by quality. */
  public static Comparator<RatePoint> order(List<Clip> clips) {
    List<String> names = clips.stream().map(Clip::name).toList();
    return Comparator.comparingInt((RatePoint point) -> names.indexOf(point.clip()))
        .thenComparingInt(RatePoint::quality);
  }

  public static List<RatePoint> pointsOf(Clip clip, List<RatePoint> points) {
    return points.stream().filter(point -> point.clip().equals(clip.name())).toList();
  }

  /** The points on those clips against the anchor, each clip over its own quality band. */
  static AnchorComparison compare(
      List<Clip> clips,
      Anchor anchor,
      ComparedFigure figures,
      List<AnchorCurve> curves,
      List<RatePoint> points) {
    Map<String, BdRate> perClip = new LinkedHashMap<>();
    for (Clip clip : clips) {
      AnchorCurve curve = curve(curves, anchor, clip);
      List<RdPoint> reference = figures.curve(curve.points());
      List<RdPoint> program = figures.curve(pointsOf(clip, points));
      perClip.put(
          clip.name(),
          curve
              .band(figures)
              .map(band ->
                  BjontegaardDelta.rate(
                      reference,
                      program,
                      BdMethod.PCHIP,
                      band,
                      EvaluationSettings.MINIMUM_COVERAGE))
              .orElseGet(BdRate.NotFinite::new));
    }
    return new AnchorComparison(overall(perClip.values().stream().toList()), perClip);
  }

  /** The mean over the clips, or the state of the first that has no figure. */
  private static BdRate overall(List<BdRate> perClip) {
    List<BdRate.Value> values = new ArrayList<>();
    for (BdRate rate : perClip) {
      if (!(rate instanceof BdRate.Value value)) {
        return rate;
      }
      values.add(value);
    }
    return new BdRate.Value(
        values.stream().mapToDouble(BdRate.Value::percent).average().orElseThrow(),
        values.stream().mapToDouble(BdRate.Value::coverage).min().orElseThrow());
  }

  private static AnchorCurve curve(List<AnchorCurve> curves, Anchor anchor, Clip clip) {
    return curves.stream()
        .filter(curve -> curve.anchor().equals(anchor) && curve.clip().equals(clip.name()))
        .findFirst()
        .orElseThrow();
  }

  private static Failure failure(
      BdRate reason,
      EvaluationSettings settings,
      AnchorComparison main,
      List<AnchorCurve> curves,
      List<RatePoint> points) {
    Clip clip =
        settings.searchClips().stream()
            .filter(each -> !(main.perClip().get(each.name()) instanceof BdRate.Value))
            .findFirst()
            .orElseThrow();
    AnchorCurve curve = curve(curves, settings.mainAnchor(), clip);
    Band band = curve.band(ComparedFigure.PSNR_YUV).orElseThrow();
    FailureKind kind =
        switch (reason) {
          case BdRate.NotMonotonic _ -> FailureKind.NOT_MONOTONIC;
          case BdRate.NotFinite _ -> FailureKind.NOT_MONOTONIC;
          default -> FailureKind.BAND_NOT_COVERED;
        };
    String sentence =
        switch (kind) {
          case NOT_MONOTONIC ->
              "On "
                  + clip.name()
                  + " a higher QUALITY must cost more bytes and give a higher PSNR-YUV, at every"
                  + " step.";
          default ->
              String.format(
                  Locale.ROOT,
                  "On %s the points cover %.0f %% of the quality band from %.2f to %.2f dB PSNR-YUV"
                      + " (what %s reaches at %d and at %d); at least %.0f %% is needed. Spread"
                      + " QUALITY %s over that band.",
                  clip.name(),
                  100 * coverage(reason),
                  band.low(),
                  band.high(),
                  settings.mainAnchor().name(),
                  settings.mainAnchor().bandWorst(),
                  settings.mainAnchor().bandBest(),
                  100 * EvaluationSettings.MINIMUM_COVERAGE,
                  settings.qualities().span());
        };
    StringBuilder message = new StringBuilder(sentence).append(" Measured:");
    for (RatePoint point : pointsOf(clip, points)) {
      message.append(
          String.format(
              Locale.ROOT,
              "%n  QUALITY %d: %.2f dB PSNR-YUV, %d bytes, %.1f kbit/s",
              point.quality(),
              ComparedFigure.PSNR_YUV.of().applyAsDouble(point),
              point.bytes(),
              point.bitrateKbps()));
    }
    return new Failure(kind, ExperimentStatus.MEASURING, message.toString());
  }

  private static double coverage(BdRate reason) {
    return reason instanceof BdRate.TooLittleOverlap overlap ? overlap.coverage() : 0;
  }
}
