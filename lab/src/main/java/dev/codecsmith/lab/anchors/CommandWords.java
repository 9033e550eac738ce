package dev.codecsmith.lab.anchors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Command lines of anchors: words, in which placeholders in braces stand for files and values. No
 * shell reads them; who needs one begins with {@code sh -c}.
 */
public final class CommandWords {
  static final String INPUT = "{input}";
  static final String QUALITY = "{quality}";
  static final String BITSTREAM = "{bitstream}";
  static final String OUTPUT = "{output}";

  /** The folder of the anchor's own files. */
  public static final String FILES = "{files}";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z_]+}");

  // A decoder that could see the clip or know the quality would prove nothing.
  private static final Set<String> OF_ENCODE = Set.of(INPUT, QUALITY, BITSTREAM, FILES);
  private static final Set<String> OF_DECODE = Set.of(BITSTREAM, OUTPUT, FILES);

  private CommandWords() {}

  /**
   * The words of a command line: separated by white space, with single or double quotes around what
   * holds some.
   *
   * @throws IllegalArgumentException if a quote is not closed
   */
  public static List<String> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        begun = true;
      } else if (begun) {
        words.add(word.toString());
        word.setLength(0);
        begun = false;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("the quote " + quote + " is not closed");
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /**
   * Refuses what cannot be run.
   *
   * @throws IllegalArgumentException with a clause that says why
   */
  static void check(String anchor, List<String> encode, List<String> decode) {
    check(anchor, "encode", encode, OF_ENCODE, Set.of(INPUT, QUALITY));
    check(anchor, "decode", decode, OF_DECODE, Set.of(BITSTREAM));
  }

  private static void check(
      String anchor, String command, List<String> words, Set<String> known, Set<String> needed) {
    String what = "the " + command + " command of the anchor " + anchor;
    if (words.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    Set<String> used = new TreeSet<>();
    for (String word : words) {
      Matcher matcher = PLACEHOLDER.matcher(word);
      while (matcher.find()) {
        used.add(matcher.group());
      }
    }
    for (String each : used) {
      if (!known.contains(each)) {
        throw new IllegalArgumentException(
            what
                + " has the placeholder "
                + each
                + ", which there is none of there; there are "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
    for (String each : new TreeSet<>(needed)) {
      if (!used.contains(each)) {
        throw new IllegalArgumentException(what + " needs the placeholder " + each);
      }
    }
  }

  /** Whether a placeholder stands in one of the words. */
  static boolean uses(List<String> words, String placeholder) {
    return words.stream().anyMatch(word -> word.contains(placeholder));
  }

  /** The words with placeholders replaced. */
  static List<String> filled(List<String> words, Map<String, String> values) {
    return words.stream()
        .map(word ->
            PLACEHOLDER
                .matcher(word)
                .replaceAll(found ->
                    Matcher.quoteReplacement(
                        Optional.ofNullable(values.get(found.group())).orElse(found.group()))))
        .toList();
  }
}
