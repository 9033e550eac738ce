package dev.codecsmith.store.race;

import java.util.List;
import java.util.Optional;

/**
 * How a program did beside another one before it was measured in full, on the same frames at the
 * same QUALITY values.
 *
 * @param against the experiment that it was held against: the best of its parents and of their
 *     other children
 * @param againstScore the score of that one
 * @param looks what was seen, the cheapest first; at least one
 * @param worse whether at one of them the program was further behind than one that is better would
 *     be, but for the campaign's rate of errors; no other follows unless it was to be measured in
 *     full all the same
 * @param checked whether it was to be measured in full whatever the looks say, so that it is known
 *     how often they are wrong
 * @param savedCpuSeconds what the points that were left out would have taken, by what the other
 *     program took for them; 0 if none was left out
 */
public record Race(
    String against,
    double againstScore,
    List<Look> looks,
    boolean worse,
    boolean checked,
    double savedCpuSeconds) {
  public Race {
    looks = List.copyOf(looks);
    if (looks.isEmpty()) {
      throw new IllegalArgumentException("A race has at least one look.");
    }
  }

  /** What was measured when a look was taken. */
  public enum Stage {
    /** The first frames of the search clips. */
    FIRST_FRAMES,
    /** Whole search clips, at some QUALITY values of those that are measured. */
    FIRST_QUALITIES
  }

  /**
   * One comparison.
   *
   * @param pairs how many points of the one were held against points of the other
   * @param gap by how many points of percent the program's score is likely to be higher, below 0
   *     lower
   * @param spread the standard deviation of the score's true difference around the gap, as known
   *     then
   */
  public record Look(Stage stage, int pairs, double gap, double spread) {}

  /** The look that decided. */
  public Look last() {
    return looks.getLast();
  }

  /** What was seen at a stage, if it came to that. */
  public Optional<Look> at(Stage stage) {
    return looks.stream().filter(look -> look.stage() == stage).findFirst();
  }

  /** Whether the program was left before it was measured in full. */
  public boolean left() {
    return worse && !checked;
  }

  /** The score that the last look makes likely. */
  public double likelyScore() {
    return againstScore + last().gap();
  }
}
