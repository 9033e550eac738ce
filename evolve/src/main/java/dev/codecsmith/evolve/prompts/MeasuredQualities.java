package dev.codecsmith.evolve.prompts;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.objective.Objective;
import java.util.Optional;

/**
 * At which QUALITY programs are measured, and over which band they are compared.
 *
 * @param values the QUALITY values
 * @param bottom what the main anchor is set to at the band's bottom, such as {@code CRF 37}
 * @param top the same at its top
 * @param objective what the score is, in words, where it is not BD-rate by PSNR-YUV
 */
public record MeasuredQualities(
    Qualities values, String bottom, String top, Optional<String> objective) {

  /** Those of a campaign whose score is BD-rate by PSNR-YUV. */
  public MeasuredQualities(Qualities values, String bottom, String top) {
    this(values, bottom, top, Optional.empty());
  }

  /** Those of a campaign with that main anchor. */
  public static MeasuredQualities of(Qualities values, Anchor main) {
    String option = main.rateName().equals("-crf") ? "CRF" : main.rateName();
    return new MeasuredQualities(
        values, option + " " + main.bandWorst(), option + " " + main.bandBest());
  }

  /** What differences of scores are in. */
  String points() {
    return objective.isPresent() ? "points of the score" : "points of BD-rate";
  }

  /** The same where programs are ranked by that objective. */
  public MeasuredQualities by(Objective ranking, Anchor main) {
    return new MeasuredQualities(
        values,
        bottom,
        top,
        ranking.isDefault() ? Optional.empty() : Optional.of(ranking.inWords(main.name())));
  }
}
