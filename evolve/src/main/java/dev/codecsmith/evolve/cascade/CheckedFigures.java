package dev.codecsmith.evolve.cascade;

/**
 * How often looks were wrong, by the programs that were measured in full whatever was seen of them.
 *
 * @param measured how many of these have a score
 * @param wouldBeLeft how many would have been left otherwise
 * @param better how many were better than what they were held against
 * @param betterLeft how many of the better ones would have been left
 */
public record CheckedFigures(int measured, int wouldBeLeft, int better, int betterLeft) {
  static final CheckedFigures NONE = new CheckedFigures(0, 0, 0, 0);

  CheckedFigures with(boolean isLeft, boolean isBetter) {
    return new CheckedFigures(
        measured + 1,
        wouldBeLeft + (isLeft ? 1 : 0),
        better + (isBetter ? 1 : 0),
        betterLeft + (isLeft && isBetter ? 1 : 0));
  }

  /**
   * For a person.
   *
   * @param whatever what would have left them, such as {@code their races said}
   * @param than what better ones are better than
   * @param promise of the share of better ones that is left, or empty
   */
  String sentence(String whatever, String than, String promise) {
    if (measured == 0) {
      return "None was measured in full whatever "
          + whatever
          + ", so how often that is wrong is not"
          + " known.";
    }
    return "Of %d that %s measured in full whatever %s, %d %s better than %s; %d of the %d that were better would have been left%s, and %d would have been left in all."
        .formatted(
            measured,
            measured == 1 ? "was" : "were",
            whatever,
            better,
            better == 1 ? "was" : "were",
            than,
            betterLeft,
            better,
            promise,
            wouldBeLeft);
  }
}
