package dev.codecsmith.evolve.prompts;

import dev.codecsmith.lab.anchors.Anchor;
import dev.codecsmith.lab.evaluation.Qualities;

/**
 * At which QUALITY programs are measured, and over which band they are compared.
 *
 * @param values the QUALITY values
 * @param bottom what the main anchor is set to at the band's bottom, such as {@code CRF 37}
 * @param top the same at its top
 */
public record MeasuredQualities(Qualities values, String bottom, String top) {

  /** Those of a campaign with that main anchor. */
  public static MeasuredQualities of(Qualities values, Anchor main) {
    String option = main.rateOption().equals("-crf") ? "CRF" : main.rateOption();
    return new MeasuredQualities(
        values, option + " " + main.bandWorst(), option + " " + main.bandBest());
  }
}
