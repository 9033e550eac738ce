package dev.codecsmith.evolve.prompts.templates;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text with places for values. <code>{{name}}</code> stands for a value; what lies between <code>
 * {{#name}}</code> and <code>{{/name}}</code> is left out where that value is empty. A line with
 * nothing but such a mark leaves no empty line behind. Values are put in as they are, never read as
 * templates again.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([#/]?)([a-z][a-z_]*)}}");

  private sealed interface Node {}

  private record Text(String text) implements Node {}

  private record Value(String name) implements Node {}

  private record Section(String name, List<Node> nodes) implements Node {}

  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads a template.
   *
   * @param where the file, for messages
   * @throws PromptException if a placeholder is unknown, a required one missing, or a section not
   *     closed
   */
  static Template parse(TemplateName name, String text, String where) throws PromptException {
    Deque<Section> open = new ArrayDeque<>();
    open.push(new Section("", new ArrayList<>()));
    Set<String> seen = new TreeSet<>();
    String plain = text.replace("\r\n", "\n");
    Matcher m = PLACE.matcher(plain);
    int at = 0;
    while (m.find()) {
      boolean mark = !m.group(1).isEmpty();
      int begin = m.start();
      int end = m.end();
      if (mark && aloneOnItsLine(plain, begin, end)) {
        begin = plain.lastIndexOf('\n', begin - 1) + 1;
        end =
            Math.min(
                plain.length(),
                plain.indexOf('\n', end) < 0 ? plain.length() : plain.indexOf('\n', end) + 1);
      }
      open.element().nodes().add(new Text(plain.substring(Math.min(at, begin), begin)));
      at = end;
      String line = "%s, line %d: ".formatted(where, lineOf(plain, m.start()));
      if (!name.knows(m.group(2))) {
        throw new PromptException(line + unknown(m.group(2), name));
      }
      switch (m.group(1)) {
        case "#" -> {
          Section section = new Section(m.group(2), new ArrayList<>());
          open.element().nodes().add(section);
          open.push(section);
        }
        case "/" -> {
          if (!open.pop().name().equals(m.group(2)) || open.isEmpty()) {
            throw new PromptException(line + m.group() + " closes no {{#" + m.group(2) + "}}");
          }
        }
        default -> {
          open.element().nodes().add(new Value(m.group(2)));
          seen.add(m.group(2));
        }
      }
    }
    open.element().nodes().add(new Text(plain.substring(at)));
    if (open.size() > 1) {
      throw new PromptException(
          "%s: {{#%s}} is never closed; write {{/%s}} where it ends"
              .formatted(where, open.element().name(), open.element().name()));
    }
    for (String needed : name.required()) {
      if (!seen.contains(needed)) {
        throw new PromptException(
            "%s lacks {{%s}}, without which the prompt makes no sense; put it where that belongs"
                .formatted(where, needed));
      }
    }
    return new Template(open.element().nodes());
  }

  /** Fills in the values; one that is not there counts as empty. */
  String render(Map<String, String> values) {
    StringBuilder out = new StringBuilder();
    render(nodes, values, out);
    return out.toString();
  }

  private static void render(List<Node> nodes, Map<String, String> values, StringBuilder out) {
    for (Node node : nodes) {
      switch (node) {
        case Text text -> out.append(text.text());
        case Value value -> out.append(values.getOrDefault(value.name(), ""));
        case Section section -> {
          if (!values.getOrDefault(section.name(), "").isEmpty()) {
            render(section.nodes(), values, out);
          }
        }
      }
    }
  }

  private static boolean aloneOnItsLine(String text, int begin, int end) {
    int lineStart = text.lastIndexOf('\n', begin - 1) + 1;
    int lineEnd = text.indexOf('\n', end);
    return text.substring(lineStart, begin).isBlank()
        && text.substring(end, lineEnd < 0 ? text.length() : lineEnd).isBlank();
  }

  private static int lineOf(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private static String unknown(String placeholder, TemplateName name) {
    List<String> known = new ArrayList<>(name.required());
    known.addAll(name.optional());
    return known.isEmpty()
        ? "{{%s}} is not known here; this template has no placeholders".formatted(placeholder)
        : "{{%s}} is not known here; this template knows {{%s}}"
            .formatted(placeholder, String.join("}}, {{", known));
  }
}
