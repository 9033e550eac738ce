package dev.codecsmith.video.probe;

import java.util.Optional;

/**
 * How pictures are to be turned and mirrored before they are shown: the upper left part of a
 * display matrix, which maps a point (x, y) of the picture to (a·x + c·y, b·x + d·y), y pointing
 * down (ISO/IEC 14496-12, 8.3.2).
 */
public record Orientation(double a, double b, double c, double d) {
  /** As they were coded. */
  public static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

  /** Below this share of the largest entry an entry is 0: a matrix is in fixed point. */
  private static final double NEGLIGIBLE = 1e-3;

  /**
   * Reads the nine numbers of a matrix, as ffprobe prints them: rows with an offset in front.
   *
   * @return empty if the text is no such matrix
   */
  static Optional<Orientation> parse(String matrix) {
    String[] numbers = matrix.replaceAll("[0-9a-fA-F]{8}:", " ").strip().split("\\s+", -1);
    if (numbers.length != 9) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Orientation(
              Long.parseLong(numbers[0]),
              Long.parseLong(numbers[1]),
              Long.parseLong(numbers[3]),
              Long.parseLong(numbers[4])));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Whether nothing is to be done. */
  public boolean isUpright() {
    return isRightAngled() && !swapsSides() && a > 0 && d > 0;
  }

  /** Whether it only moves samples: turns by multiples of 90 degrees and mirrors. */
  public boolean isRightAngled() {
    return (isZero(b) && isZero(c) && !isZero(a) && !isZero(d)) || swapsSides();
  }

  /** Whether width becomes height. */
  public boolean swapsSides() {
    return isZero(a) && isZero(d) && !isZero(b) && !isZero(c);
  }

  /** For a sentence, such as {@code turned by 180 degrees}. */
  public String words() {
    if (swapsSides()) {
      boolean mirrored = (b > 0) == (c > 0);
      if (mirrored) {
        return "mirrored and turned by 90 degrees";
      }
      return b > 0 ? "turned clockwise by 90 degrees" : "turned anticlockwise by 90 degrees";
    }
    if (isRightAngled()) {
      if (a < 0) {
        return d < 0 ? "turned by 180 degrees" : "mirrored left to right";
      }
      return d < 0 ? "mirrored top to bottom" : "as coded";
    }
    return "turned clockwise by %d degrees".formatted(Math.round(Math.toDegrees(Math.atan2(b, a))));
  }

  private boolean isZero(double entry) {
    double largest =
        Math.max(Math.max(Math.abs(a), Math.abs(b)), Math.max(Math.abs(c), Math.abs(d)));
    return Math.abs(entry) <= NEGLIGIBLE * largest;
  }
}
