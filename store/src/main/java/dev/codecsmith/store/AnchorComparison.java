package dev.codecsmith.store;

import dev.codecsmith.metrics.bd.BdRate;
import java.util.Map;

/**
 * A program against one anchor.
 *
 * @param overall mean over the clips, or the state of the first clip that has no figure
 * @param perClip by clip name
 */
public record AnchorComparison(BdRate overall, Map<String, BdRate> perClip) {
  public AnchorComparison {
    perClip = Map.copyOf(perClip);
  }
}
