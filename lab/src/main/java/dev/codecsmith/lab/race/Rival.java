package dev.codecsmith.lab.race;

import dev.codecsmith.store.RatePoint;
import java.util.List;

/**
 * What a program is held against: the best of its parents and of their other children.
 *
 * @param experiment its id
 * @param score its score
 * @param decoderBytes compressed size of its built program
 * @param shortPoints what was measured of it on the first frames of the search clips
 * @param points what was measured of it on the search clips
 * @param spreads how far looks were off in this campaign
 * @param checked whether the program is measured in full whatever the looks say
 */
public record Rival(
    String experiment,
    double score,
    long decoderBytes,
    List<RatePoint> shortPoints,
    List<RatePoint> points,
    Spreads spreads,
    boolean checked) {
  /** The artifact with a program's rival, as JSON, is known by this role. */
  public static final String ROLE = "rival";

  /** More than any rival takes. */
  public static final int MOST_BYTES = 32 << 20;

  public Rival {
    shortPoints = List.copyOf(shortPoints);
    points = List.copyOf(points);
  }
}
