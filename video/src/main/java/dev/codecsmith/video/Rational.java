package dev.codecsmith.video;

import java.math.BigInteger;
import java.util.function.DoublePredicate;

/**
 * An exact positive fraction in lowest terms, such as a frame rate of 30000/1001 frames per second.
 *
 * <p>The constructor reduces: 50/2 equals 25/1.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record Rational(long numerator, long denominator) {
  private static final long LARGEST_NEAR = 1_000_000;

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

  /**
   * The first of the fractions that come ever closer to a number, which are its simplest near ones,
   * that is good enough; the last where none is. Neither of its numbers exceeds a million, unless
   * the number itself does.
   *
   * @param value above 0
   */
  public static Rational near(double value, DoublePredicate goodEnough) {
    long before = 1;
    long beforeDenominator = 0;
    long numerator = (long) Math.floor(value);
    long denominator = 1;
    double rest = value - numerator;
    while ((numerator == 0 || !goodEnough.test((double) numerator / denominator)) && rest > 1e-12) {
      double turned = 1 / rest;
      long term = (long) Math.floor(turned);
      rest = turned - term;
      long next = term * numerator + before;
      long nextDenominator = term * denominator + beforeDenominator;
      if (numerator > 0 && Math.max(next, nextDenominator) > LARGEST_NEAR) {
        break;
      }
      before = numerator;
      beforeDenominator = denominator;
      numerator = next;
      denominator = nextDenominator;
    }
    return new Rational(Math.max(1, numerator), denominator);
  }

  public double toDouble() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
  }
}
