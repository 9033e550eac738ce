package dev.codecsmith.video;

/**
 * An exact positive fraction, such as a frame rate of 30000/1001 frames per second.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record Rational(long numerator, long denominator) {
  public Rational {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "A rate must be positive, found " + numerator + "/" + denominator + ".");
    }
  }

  public double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
  }
}
