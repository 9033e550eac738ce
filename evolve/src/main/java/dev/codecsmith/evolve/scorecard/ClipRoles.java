package dev.codecsmith.evolve.scorecard;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which clips a proposer may know of.
 *
 * @param search names of the clips that the score is made of
 * @param holdOut names of the clips that no proposer ever sees
 */
public record ClipRoles(List<String> search, List<String> holdOut) {
  public ClipRoles {
    search = List.copyOf(search);
    holdOut = List.copyOf(holdOut);
    for (String clip : holdOut) {
      if (search.contains(clip)) {
        throw new IllegalArgumentException(
            "The clip '%s' is both a search clip and held out; it can be one of them."
                .formatted(clip));
      }
    }
  }

  public boolean mayBeSeen(String clip) {
    return search.contains(clip);
  }

  /**
   * Whether a text names a held-out clip: its name, with or without its file ending, in any case,
   * not as a part of a longer word. A search clip's name does not count, though it may hold one.
   */
  public boolean namesHoldOut(String text) {
    return !holdOut.isEmpty() && pattern().matcher(withoutSearchClips(text)).find();
  }

  private String withoutSearchClips(String text) {
    String rest = text;
    for (String clip : search) {
      rest = rest.replace(clip, " ");
    }
    return rest;
  }

  private Pattern pattern() {
    return Pattern.compile(
        holdOut.stream()
            .map(ClipRoles::withoutEnding)
            .map(Pattern::quote)
            .collect(Collectors.joining("|", "(?<![\\p{L}\\p{N}])(?:", ")(?![\\p{L}\\p{N}])")),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String withoutEnding(String clip) {
    int dot = clip.lastIndexOf('.');
    return dot > 0 && clip.length() - dot <= 5 ? clip.substring(0, dot) : clip;
  }
}
