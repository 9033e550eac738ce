package dev.codecsmith.video;

import java.math.BigInteger;

/**
 * An exact positive fraction in lowest terms, such as a frame rate of 30000/1001 frames per second.
 *
 * <p>The constructor reduces: 50/2 equals 25/1.
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
    long divisor =
        BigInteger.valueOf(numerator).gcd(BigInteger.valueOf(denominator)).longValueExact();
    numerator /= divisor;
    denominator /= divisor;
  }

  /**
   * Reads {@code 25}, {@code 30000/1001} or {@code 30000:1001}.
   *
   * @throws IllegalArgumentException if the text is anything else, with a message for a person
   */
  public static Rational parse(String text) {
    String[] parts = text.split("[/:]", -1);
    try {
      if (parts.length == 1) {
        return new Rational(Long.parseLong(parts[0]), 1);
      }
      if (parts.length == 2) {
        return new Rational(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for every malformed rate.
    }
    throw new IllegalArgumentException(
        "A rate is written like 25 or 30000/1001, found \"" + text + "\".");
  }

  public double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
  }
}
