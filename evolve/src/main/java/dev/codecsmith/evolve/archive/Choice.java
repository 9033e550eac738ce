package dev.codecsmith.evolve.archive;

import java.util.List;

/**
 * What the next candidate is made from.
 *
 * @param parents ids of experiments: none to start afresh, one to improve on it, two to cross them,
 *     the first of which is the one that edits apply to
 * @param inspirations ids of other programs worth reading, the most useful first; no parent is
 *     among them
 * @param reason why these, in a few words for the log and the page, such as {@code island 2}
 */
public record Choice(List<String> parents, List<String> inspirations, String reason) {
  public Choice {
    parents = List.copyOf(parents);
    inspirations = List.copyOf(inspirations);
  }

  /** Starts afresh. */
  public static Choice none(String reason) {
    return new Choice(List.of(), List.of(), reason);
  }
}
