package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.edits.reply.ThinkingMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lessons of a campaign, distilled by a model every so often and shown to later prompts.
 *
 * @param lessons a sentence or two each, the most important first
 */
public record Notebook(List<String> lessons) {
  /** No lesson yet. */
  public static final Notebook EMPTY = new Notebook(List.of());

  private static final Pattern BULLET = Pattern.compile("^\\s*(?:[-*+•]|\\d{1,3}[.)])\\s+(\\S.*)$");

  public Notebook {
    lessons = List.copyOf(lessons);
  }

  /**
   * How large a notebook may be.
   *
   * @param lessons most lessons
   * @param characters most characters, all lessons together
   */
  public record Size(int lessons, int characters) {
    /** Twenty-four lessons of together 6,000 characters. */
    public static final Size DEFAULT = new Size(24, 6_000);

    public Size {
      if (lessons < 1 || characters < 1) {
        throw new IllegalArgumentException("a notebook holds at least one lesson of a character");
      }
    }
  }

  /**
   * Reads the reply to a distilling prompt, without its thinking: a list, one lesson an item, an
   * item's further lines indented. What is beyond the size is dropped from the end, whole lessons
   * at a time.
   *
   * @return empty if the reply holds no list; the caller then keeps the notebook it has
   */
  public static Optional<Notebook> read(String reply, Size size) {
    List<StringBuilder> items = new ArrayList<>();
    for (String line : ThinkingMarks.removed(reply).lines().toList()) {
      Matcher bullet = BULLET.matcher(line);
      if (bullet.matches()) {
        items.add(new StringBuilder(bullet.group(1).strip()));
      } else if (!items.isEmpty() && line.startsWith(" ") && !line.isBlank()) {
        items.getLast().append(' ').append(line.strip());
      }
    }
    List<String> lessons = new ArrayList<>();
    int characters = 0;
    for (StringBuilder item : items) {
      characters += item.length();
      if (lessons.size() == size.lessons() || characters > size.characters()) {
        break;
      }
      lessons.add(item.toString());
    }
    return lessons.isEmpty() ? Optional.empty() : Optional.of(new Notebook(lessons));
  }

  /** The lessons as a Markdown list. */
  public String text() {
    StringBuilder out = new StringBuilder();
    lessons.forEach(lesson -> out.append("- ").append(lesson).append('\n'));
    return out.toString();
  }
}
