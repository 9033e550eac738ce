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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program against the anchors. The score is the mean over the search clips of what the settings'
 * objective makes of it against the main anchor, each clip over its own quality band: unless it is
 * set, the BD-rate by PSNR-YUV.
 *
 * @param comparisons by anchor; {@code anchor/ssim} by SSIM, {@code anchor/objective} by an
 *     objective that is set, {@code …/held-out} on clips no proposer sees
 * @param score in percent, lower is better; present if and only if {@code failure} is empty
 * @param failure why there is no score
 */
public record Scoring(
    Map<String, AnchorComparison> comparisons, Optional<Double> score, Optional<Failure> failure) {

  /** What is added to an anchor's name where the clips are those held out. */
  public static final String HELD_OUT = AnchorComparison.HELD_OUT;

  /**
   * Compares with all anchors.
   *
   * @param decoderBytes compressed size of the built program
   */
  public static Scoring of(
      EvaluationSettings settings,
      List<AnchorCurve> curves,
      List<RatePoint> points,
      long decoderBytes) {
    Map<String, AnchorComparison> comparisons = new LinkedHashMap<>();
    ObjectiveRates rates = new ObjectiveRates(settings.objective(), Optional.of(decoderBytes));
    for (Anchor anchor : settings.anchors()) {
      compareAll(settings.searchClips(), "", anchor, rates, curves, points, comparisons);
      if (!settings.heldOutClips().isEmpty()) {
        compareAll(settings.heldOutClips(), HELD_OUT, anchor, rates, curves, points, comparisons);
      }
    }
    AnchorComparison main =
        comparison(
            comparisons, AnchorComparison.keyOfScore(comparisons, settings.mainAnchor().name()));
    return switch (main.overall()) {
      case BdRate.Value value ->
          new Scoring(comparisons, Optional.of(value.percent()), Optional.empty());
      case BdRate reason ->
          new Scoring(
              comparisons,
              Optional.empty(),
              Optional.of(failure(reason, settings, main, comparisons, curves, points)));
    };
  }

  /** By PSNR-YUV, by SSIM, and where the objective is another, by its figures and by itself. */
  private static void compareAll(
      List<Clip> clips,
      String role,
      Anchor anchor,
      ObjectiveRates rates,
      List<AnchorCurve> curves,
      List<RatePoint> points,
      Map<String, AnchorComparison> comparisons) {
    Set<ComparedFigure> figures =
        new LinkedHashSet<>(List.of(ComparedFigure.PSNR_YUV, ComparedFigure.SSIM));
    figures.addAll(rates.objective().figures());
    Map<ComparedFigure, AnchorComparison> byFigure = new HashMap<>();
    for (ComparedFigure figure : figures) {
      AnchorComparison comparison = compare(clips, anchor, figure, curves, points);
      byFigure.put(figure, comparison);
      comparisons.put(anchor.name() + figure.suffix() + role, comparison);
    }
    if (!rates.objective().isDefault()) {
      comparisons.put(
          anchor.name() + AnchorComparison.OBJECTIVE + role, rates.of(clips, byFigure, points));
    }
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
  static BdRate overall(List<BdRate> perClip) {
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
      Map<String, AnchorComparison> comparisons,
      List<AnchorCurve> curves,
      List<RatePoint> points) {
    Clip clip =
        settings.searchClips().stream()
            .filter(each -> !(main.perClip().get(each.name()) instanceof BdRate.Value))
            .findFirst()
            .orElseThrow();
    AnchorCurve curve = curve(curves, settings.mainAnchor(), clip);
    ComparedFigure figure = lacking(clip, settings, comparisons);
    Band band = curve.band(figure).orElseThrow();
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
                  + " a higher QUALITY must cost more bytes and give a higher "
                  + figure.words()
                  + ", at every step.";
          default ->
              String.format(
                  Locale.ROOT,
                  "On %s the points cover %.0f %% of the quality band from %.2f to %.2f dB %s"
                      + " (what %s reaches at %d and at %d); at least %.0f %% is needed. Spread"
                      + " QUALITY %s over that band.",
                  clip.name(),
                  100 * coverage(reason),
                  band.low(),
                  band.high(),
                  figure.words(),
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
              "%n  QUALITY %d: %.2f dB %s, %d bytes, %.1f kbit/s",
              point.quality(),
              figure.of().applyAsDouble(point),
              figure.words(),
              point.bytes(),
              point.bitrateKbps()));
    }
    return new Failure(kind, ExperimentStatus.MEASURING, message.toString());
  }

  /** The first figure of the objective by which the clip has no BD-rate. */
  private static ComparedFigure lacking(
      Clip clip, EvaluationSettings settings, Map<String, AnchorComparison> comparisons) {
    return settings.objective().figures().stream()
        .filter(figure ->
            !(comparison(comparisons, settings.mainAnchor().name() + figure.suffix())
                    .perClip()
                    .get(clip.name())
                instanceof BdRate.Value))
        .findFirst()
        .orElseThrow();
  }

  private static double coverage(BdRate reason) {
    return reason instanceof BdRate.TooLittleOverlap overlap ? overlap.coverage() : 0;
  }
}
