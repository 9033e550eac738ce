package dev.codecsmith.evolve.scorecard;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which clips a proposer may know of.
 *
 * @param search names of the clips that the score is made of
 * @param holdOut names of the clips that no proposer ever sees
 */
public record ClipRoles(List<String> search, List<String> holdOut) {
  private static final String WORD = "[\\p{L}\\p{M}\\p{N}]";

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

  /**
   * Whether a text names a held-out clip: its name, with or without its file ending, in any case,
   * not as a part of a longer word; letters and digits make words, since files of a clip are named
   * like {@code akiyo_cif}. Where it is part of a search clip's longer name, it does not count.
   *
   * <p>This is the only rule for it: what is withheld from proposers, what a goal may not say and
   * what a record is cleared of is decided here.
   */
  public boolean namesHoldOut(String text) {
    if (holdOut.isEmpty()) {
      return false;
    }
    List<Span> shown = spans(search, text);
    return spans(holdOut, text).stream()
        .anyMatch(hidden -> shown.stream().noneMatch(span -> span.isAround(hidden)));
  }

  /** Where a name stands in a text. */
  private record Span(int begin, int end) {
    boolean isAround(Span other) {
      return begin <= other.begin && end >= other.end && end - begin > other.end - other.begin;
    }
  }

  /** Everywhere that one of the names stands as words of their own. */
  private static List<Span> spans(List<String> names, String text) {
    List<Span> spans = new ArrayList<>();
    for (String name : names) {
      Matcher m = pattern(name).matcher(text);
      for (int from = 0; from < text.length() && m.find(from); from = m.start() + 1) {
        spans.add(new Span(m.start(), m.end()));
      }
    }
    return spans;
  }

  private static Pattern pattern(String clip) {
    String stem = withoutEnding(clip);
    String name = Pattern.quote(stem) + "(?:" + Pattern.quote(clip.substring(stem.length())) + ")?";
    // Beside a mark, such as the bracket of (2), a word may end anywhere.
    return Pattern.compile(
        "(?<!%1$s(?=%1$s))%2$s(?!(?<=%1$s)%1$s)".formatted(WORD, name),
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String withoutEnding(String clip) {
    int dot = clip.lastIndexOf('.');
    return dot > 0 && clip.length() - dot <= 5 ? clip.substring(0, dot) : clip;
  }
}
