package dev.codecsmith.metrics.bd;

/** A Bjøntegaard delta of quality, or the named reason why there is none. */
public sealed interface BdQuality {

  /**
   * A figure.
   *
   * @param difference quality difference at equal rate, in the quality's unit; positive is better
   *     than the anchor
   * @param coverage share of the rate band, on a logarithmic scale, that both curves cover, 0 to 1
   */
  record Value(double difference, double coverage) implements BdQuality {}

  /** The curves share no rate. */
  record NoOverlap() implements BdQuality {}

  /** They share less of the band than the caller demanded. */
  record TooLittleOverlap(double coverage) implements BdQuality {}

  /** A curve's quality does not rise with its rate. */
  record NotMonotonic() implements BdQuality {}

  /** A curve has fewer points than the method needs. */
  record TooFewPoints(int points) implements BdQuality {}

  /** A point's quality or rate is infinite or not positive. */
  record NotFinite() implements BdQuality {}
}
