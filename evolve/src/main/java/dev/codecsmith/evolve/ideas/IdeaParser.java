package dev.codecsmith.evolve.ideas;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads an entry: a front matter of {@code key: value} lines between two {@code ---} lines, then
 * the text. Every key but {@code needs} is required, none other is known, so that a slip of the pen
 * is found when a campaign starts.
 */
final class IdeaParser {
  private static final List<String> KEYS =
      List.of("title", "tags", "gain", "cost", "source", "needs");

  private IdeaParser() {}

  /**
   * @param id the file's name without its ending
   * @param where the file, for messages
   * @throws IdeaBankException if the entry is not as it should be
   */
  static Idea parse(String id, String content, String where) throws IdeaBankException {
    if (!id.matches("[a-z0-9][a-z0-9-]{0,60}")) {
      throw new IdeaBankException(
          where + ": an idea's file is named with small letters, digits and hyphens, then .md");
    }
    List<String> lines = content.lines().toList();
    int end = lines.size() > 1 ? lines.subList(1, lines.size()).indexOf("---") + 1 : 0;
    if (lines.isEmpty() || !lines.getFirst().equals("---") || end == 0) {
      throw new IdeaBankException(
          where
              + ": an entry begins with a line ---, then title:, tags:, gain:, cost:, source:, then --- again");
    }
    Map<String, String> values = frontMatter(lines.subList(1, end), where);
    String text = String.join("\n", lines.subList(end + 1, lines.size())).strip();
    if (text.isEmpty()) {
      throw new IdeaBankException(where + ": nothing below the front matter says what the idea is");
    }
    return IdeaBuilder.builder()
        .id(id)
        .title(value(values, "title", where))
        .tags(tags(value(values, "tags", where), where))
        .gain(value(values, "gain", where))
        .cost(value(values, "cost", where))
        .source(value(values, "source", where))
        .needs(needs(values, where))
        .text(text)
        .build();
  }

  private static Map<String, String> frontMatter(List<String> lines, String where)
      throws IdeaBankException {
    Map<String, String> values = new LinkedHashMap<>();
    String last = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int colon = line.indexOf(':');
      if (line.startsWith(" ") && !last.isEmpty()) {
        values.merge(last, line.strip(), (a, b) -> a + " " + b);
      } else if (colon > 0 && KEYS.contains(line.substring(0, colon))) {
        last = line.substring(0, colon);
        if (values.put(last, line.substring(colon + 1).strip()) != null) {
          throw new IdeaBankException(
              "%s, line %d: %s stands there twice".formatted(where, i + 2, last));
        }
      } else if (!line.isBlank()) {
        throw new IdeaBankException(
            "%s, line %d: '%s' is none of %s"
                .formatted(where, i + 2, line, String.join(":, ", KEYS) + ":"));
      }
    }
    return values;
  }

  private static String value(Map<String, String> values, String key, String where)
      throws IdeaBankException {
    String value = values.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw new IdeaBankException(where + ": the front matter lacks " + key + ":");
    }
    return value;
  }

  private static List<String> needs(Map<String, String> values, String where)
      throws IdeaBankException {
    return values.containsKey("needs")
        ? List.of(value(values, "needs", where).split("\\s*,\\s*", -1))
        : List.of();
  }

  private static Set<IdeaTag> tags(String value, String where) throws IdeaBankException {
    Set<IdeaTag> tags = EnumSet.noneOf(IdeaTag.class);
    for (String label : value.split("\\s*,\\s*", -1)) {
      Optional<IdeaTag> tag = IdeaTag.labelled(label);
      if (tag.isEmpty()) {
        throw new IdeaBankException(
            "%s: '%s' is no tag; the tags are %s"
                .formatted(
                    where,
                    label,
                    Stream.of(IdeaTag.values())
                        .map(IdeaTag::label)
                        .collect(Collectors.joining(", "))));
      }
      tags.add(tag.get());
    }
    return tags;
  }
}
