package dev.codecsmith.store;

import dev.codecsmith.metrics.bd.BdRate;
import java.util.Comparator;
import java.util.Map;

/**
 * A program against one anchor.
 *
 * @param overall mean over the clips, or the state of the first clip that has no figure
 * @param perClip by clip name
 */
public record AnchorComparison(BdRate overall, Map<String, BdRate> perClip) {
  /** What is added to an anchor's name where the figure is a campaign's own objective. */
  public static final String OBJECTIVE = "/objective";

  /** What is added where the clips are those held out. */
  public static final String HELD_OUT = "/held-out";

  public AnchorComparison {
    perClip = Map.copyOf(perClip);
  }

  /**
   * Under what a score stands among an experiment's comparisons: the anchor's name, and where the
   * campaign has an objective of its own, that with {@link #OBJECTIVE}.
   *
   * @param comparisons by anchor and by {@code anchor/…}
   */
  public static String keyOfScore(Map<String, ?> comparisons, String anchor) {
    String own = anchor + OBJECTIVE;
    return comparisons.containsKey(own) ? own : anchor;
  }

  /**
   * The order in which comparisons are shown: what makes the score, what else there is against the
   * same anchor, the others; each by name.
   *
   * @param anchor the one against which programs are scored
   */
  public static Comparator<String> shown(String anchor) {
    return Comparator.comparingInt((String key) ->
            !(key + "/").startsWith(anchor + "/") ? 2 : key.contains(OBJECTIVE) ? 0 : 1)
        .thenComparing(Comparator.naturalOrder());
  }
}
