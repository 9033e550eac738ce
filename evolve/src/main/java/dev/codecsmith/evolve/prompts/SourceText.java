package dev.codecsmith.evolve.prompts;

import dev.codecsmith.evolve.edits.normal.Outline;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import java.nio.charset.StandardCharsets;

/**
 * Prints a program's sources: files that may be edited in the form in which replies write them, the
 * others as a reference, which may be cut.
 */
final class SourceText {
  /** How much is shown of files that may not be edited. */
  enum Reference {
    /** All of them. */
    WHOLE(Integer.MAX_VALUE),
    /** Their outlines: what they declare, not how it is done. */
    OUTLINE(6_000),
    /** The first lines of their outlines. */
    SHORT_OUTLINE(1_200),
    /** Their names and sizes. */
    NAMES(0);

    private final int characters;

    Reference(int characters) {
      this.characters = characters;
    }

    /** The next less; of names there is no less. */
    Reference less() {
      return switch (this) {
        case WHOLE -> OUTLINE;
        case OUTLINE -> SHORT_OUTLINE;
        case SHORT_OUTLINE, NAMES -> NAMES;
      };
    }
  }

  private SourceText() {}

  /** The sources. */
  static String of(Program program, Reference reference) {
    EditablePaths editable = EditablePaths.of(program);
    StringBuilder own = new StringBuilder();
    StringBuilder rest = new StringBuilder();
    program
        .files()
        .forEach((path, text) -> {
          if (editable.has(path)) {
            own.append("FILE: ").append(path).append('\n').append(Sections.fenced("", text));
            own.append('\n');
          } else {
            rest.append(reference(path, text, reference));
          }
        });
    if (rest.isEmpty()) {
      return own.toString();
    }
    return "The files that you may edit ("
        + editable.inWords()
        + "):\n\n"
        + own
        + "The program's other files, for reference only; they are not to be changed:\n\n"
        + rest;
  }

  /** The files of another program that may be edited; of the others is only said that there are. */
  static String editableOf(Program program) {
    EditablePaths editable = EditablePaths.of(program);
    StringBuilder own = new StringBuilder();
    program
        .files()
        .forEach((path, text) -> {
          if (editable.has(path)) {
            own.append("FILE: ").append(path).append('\n').append(Sections.fenced("", text));
            own.append('\n');
          }
        });
    long others = program.files().keySet().stream().filter(path -> !editable.has(path)).count();
    return own
        + (others == 0
            ? ""
            : "Its other files, %d, may not be edited and are not shown.\n".formatted(others));
  }

  private static String reference(String path, String text, Reference reference) {
    String name =
        "Reference: %s (%d lines, %d bytes)"
            .formatted(path, text.lines().count(), text.getBytes(StandardCharsets.UTF_8).length);
    if (reference == Reference.WHOLE) {
      return name + "\n" + Sections.fenced("", text) + "\n";
    }
    if (reference == Reference.NAMES) {
      return name + ", not shown for want of space\n";
    }
    String outline = Outline.of(path, text, reference.characters);
    return outline.length() >= text.length()
        ? name + "\n" + Sections.fenced("", text) + "\n"
        : name
            + ", cut for want of space to what it declares\n"
            + Sections.fenced("", outline)
            + "\n";
  }
}
