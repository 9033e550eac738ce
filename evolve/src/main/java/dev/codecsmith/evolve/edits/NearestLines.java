package dev.codecsmith.evolve.edits;

import dev.codecsmith.evolve.edits.reply.InvisibleCharacters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds where in a file a SEARCH text that matches nowhere was probably meant, and says how it
 * differs there. The window with the most text in lines equal but for white space wins; where no
 * line is equal, the most similar line to the search's longest one, by their shared pairs of
 * characters (Dice's coefficient), decides. Costs at most a few million line comparisons.
 */
final class NearestLines {
  private static final int MOST_SEARCH_LINES = 200;
  private static final int SHOWN = 14;
  private static final int SHOWN_CHARS = 160;
  private static final int MOST_INVISIBLE = 5;

  private NearestLines() {}

  /** A few lines for a person or a model; empty for a file without lines. */
  static String describe(List<String> search, List<String> file) {
    if (file.isEmpty() || search.isEmpty()) {
      return "";
    }
    List<String> wanted = stripped(search.subList(0, Math.min(search.size(), MOST_SEARCH_LINES)));
    List<String> lines = stripped(file);
    Window best = bestWindow(wanted, lines);
    StringBuilder out = new StringBuilder();
    int last = Math.min(best.start() + wanted.size(), lines.size());
    out.append(
        "The nearest lines of the file (%d of the %d SEARCH lines equal but for white space):\n"
            .formatted(best.equal(), wanted.size()));
    int shown = Math.min(last, best.start() + SHOWN);
    for (int i = best.start(); i < shown; i++) {
      out.append("  %5d | %s\n".formatted(i + 1, clip(file.get(i))));
    }
    if (shown < last) {
      out.append("        … to line %d\n".formatted(last));
    }
    out.append(difference(search, file, best.start(), wanted.size()));
    List<String> alike =
        InvisibleCharacters.differences(search, file, best.start(), wanted.size(), MOST_INVISIBLE);
    if (!alike.isEmpty()) {
      out.append("Differences in characters that do not show:\n");
      alike.forEach(line -> out.append("  ").append(line).append('\n'));
    }
    return out.toString();
  }

  private record Window(int start, int equal) {}

  private static Window bestWindow(List<String> wanted, List<String> lines) {
    Map<String, List<Integer>> places = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isEmpty()) {
        places.computeIfAbsent(lines.get(i), k -> new ArrayList<>()).add(i);
      }
    }
    int lastStart = Math.max(0, lines.size() - wanted.size());
    int[] weight = new int[lines.size()];
    int best = -1;
    for (int j = 0; j < wanted.size(); j++) {
      for (int i : places.getOrDefault(wanted.get(j), List.of())) {
        int start = Math.clamp((long) i - j, 0, lastStart);
        // A long line in common says more than a brace in common.
        weight[start] += Math.min(wanted.get(j).length(), 40);
        if (best < 0
            || weight[start] > weight[best]
            || (weight[start] == weight[best] && start < best)) {
          best = start;
        }
      }
    }
    return best < 0
        ? mostSimilar(wanted, lines, lastStart)
        : new Window(best, equalLines(wanted, lines, best));
  }

  private static int equalLines(List<String> wanted, List<String> lines, int start) {
    int equal = 0;
    for (int j = 0; j < wanted.size() && start + j < lines.size(); j++) {
      if (wanted.get(j).equals(lines.get(start + j))) {
        equal++;
      }
    }
    return equal;
  }

  private static Window mostSimilar(List<String> wanted, List<String> lines, int lastStart) {
    int longest = 0;
    for (int j = 1; j < wanted.size(); j++) {
      if (wanted.get(j).length() > wanted.get(longest).length()) {
        longest = j;
      }
    }
    Map<Integer, Integer> pairs = pairs(wanted.get(longest));
    double bestScore = -1;
    int start = 0;
    for (int i = 0; i < lines.size(); i++) {
      double score = similarity(pairs, wanted.get(longest).length(), lines.get(i));
      if (score > bestScore) {
        bestScore = score;
        start = Math.clamp((long) i - longest, 0, lastStart);
      }
    }
    return new Window(start, 0);
  }

  private static double similarity(Map<Integer, Integer> pairs, int length, String line) {
    if (length < 2 || line.length() < 2) {
      return 0;
    }
    Map<Integer, Integer> left = new HashMap<>(pairs);
    int common = 0;
    String s = line.length() > 500 ? line.substring(0, 500) : line;
    for (int i = 1; i < s.length(); i++) {
      int pair = s.charAt(i - 1) << 16 | s.charAt(i);
      Integer count = left.get(pair);
      if (count != null && count > 0) {
        left.put(pair, count - 1);
        common++;
      }
    }
    return 2.0 * common / (Math.min(length, 500) - 1 + s.length() - 1);
  }

  private static Map<Integer, Integer> pairs(String line) {
    Map<Integer, Integer> pairs = new HashMap<>();
    String s = line.length() > 500 ? line.substring(0, 500) : line;
    for (int i = 1; i < s.length(); i++) {
      pairs.merge(s.charAt(i - 1) << 16 | s.charAt(i), 1, Integer::sum);
    }
    return pairs;
  }

  private static String difference(List<String> search, List<String> file, int start, int count) {
    for (int j = 0; j < count; j++) {
      String wanted = search.get(j);
      if (start + j >= file.size()) {
        return "The file ends before SEARCH line %d: %s\n".formatted(j + 1, quoted(wanted));
      }
      String found = file.get(start + j);
      if (!wanted.equals(found)) {
        boolean spaceOnly =
            InvisibleCharacters.visible(wanted).equals(InvisibleCharacters.visible(found));
        // What does not show is listed for all lines; what looks alike is told here.
        String at =
            spaceOnly
                ? ""
                : InvisibleCharacters.difference(wanted, found)
                    .map(which -> "  At " + which + "\n")
                    .orElse("");
        return "First difference%s:\n  SEARCH line %d: %s\n  file line %d: %s\n%s"
            .formatted(
                spaceOnly ? ", in white space only" : "",
                j + 1,
                quoted(wanted),
                start + j + 1,
                quoted(found),
                at);
      }
    }
    return "";
  }

  private static String quoted(String line) {
    return "\"" + InvisibleCharacters.escaped(clip(line)) + "\"";
  }

  private static String clip(String line) {
    return line.length() > SHOWN_CHARS ? line.substring(0, SHOWN_CHARS) + " …" : line;
  }

  private static List<String> stripped(List<String> lines) {
    return lines.stream().map(InvisibleCharacters::visible).toList();
  }
}
