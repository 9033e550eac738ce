package dev.codecsmith.metrics.rank;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How alike two figures order the same things: Spearman's rank correlation, ties sharing the mean
 * of their ranks (C. Spearman: The proof and measurement of association between two things, 1904).
 */
public final class RankCorrelation {
  private RankCorrelation() {}

  /**
   * From -1, the opposite order, to 1, the same; empty for fewer than two things or where one
   * figure does not tell them apart.
   *
   * @param one a figure of each thing
   * @param other another figure of each, in the same order
   */
  public static OptionalDouble of(List<Double> one, List<Double> other) {
    if (one.size() != other.size()) {
      throw new IllegalArgumentException(
          "There must be as many figures of the one as of the other.");
    }
    double[] a = ranks(one);
    double[] b = ranks(other);
    double mean = (a.length - 1) / 2.0;
    double both = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      both += (a[i] - mean) * (b[i] - mean);
      squaresA += (a[i] - mean) * (a[i] - mean);
      squaresB += (b[i] - mean) * (b[i] - mean);
    }
    return squaresA > 0 && squaresB > 0
        ? OptionalDouble.of(both / Math.sqrt(squaresA * squaresB))
        : OptionalDouble.empty();
  }

  private static double[] ranks(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double[] ranks = new double[sorted.length];
    for (int i = 0; i < ranks.length; i++) {
      double figure = figures.get(i);
      int first = 0;
      while (sorted[first] < figure) {
        first++;
      }
      int behind = first;
      while (behind < sorted.length && sorted[behind] == figure) {
        behind++;
      }
      ranks[i] = (first + behind - 1) / 2.0;
    }
    return Arrays.copyOf(ranks, ranks.length);
  }
}
