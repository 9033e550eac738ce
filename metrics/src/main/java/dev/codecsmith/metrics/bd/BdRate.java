package dev.codecsmith.metrics.bd;

/** A Bjøntegaard delta rate, or the named reason why there is none. */
public sealed interface BdRate {

  /**
   * A figure.
   *
   * @param percent rate difference at equal quality; negative is better than the anchor
   * @param coverage share of the quality band that both curves cover, 0 to 1
   */
  record Value(double percent, double coverage) implements BdRate {}

  /** The curves share no quality. */
  record NoOverlap() implements BdRate {}

  /** They share less of the band than the caller demanded. */
  record TooLittleOverlap(double coverage) implements BdRate {}

  /** A curve's quality does not rise with its rate. */
  record NotMonotonic() implements BdRate {}

  /** A curve has fewer points than the method needs. */
  record TooFewPoints(int points) implements BdRate {}

  /** A point's quality or rate is infinite or not positive. */
  record NotFinite() implements BdRate {}
}
