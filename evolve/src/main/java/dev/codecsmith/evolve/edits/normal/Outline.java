package dev.codecsmith.evolve.edits.normal;

import java.util.List;

/**
 * What a source file declares, without how it is done: for a reader that knows the language, not
 * for a compiler. Where blocks stand in braces, the lines outside of bodies of methods and
 * functions; in Python the lines that begin classes and functions, and what stands at the margin;
 * of anything else the first lines.
 */
public final class Outline {
  private static final int LINE_CHARS = 160;
  private static final int MEMBER_DEPTH = 1;

  private Outline() {}

  /**
   * The outline, or as much of it as there is room for; then its last line says so.
   *
   * @param path by whose ending the language is known
   * @param characters most of them, apart from that last line
   */
  public static String of(String path, String text, int characters) {
    SourceFamily family = SourceFamily.of(path);
    List<String> lines = text.lines().toList();
    StringBuilder out = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean shown =
          !line.isBlank()
              && switch (family) {
                case BRACES -> depth <= MEMBER_DEPTH;
                case PYTHON -> isDeclaration(line);
                default -> true;
              };
      depth += family == SourceFamily.BRACES ? braces(line) : 0;
      if (shown) {
        String cut = line.length() > LINE_CHARS ? line.substring(0, LINE_CHARS) + " …" : line;
        if (out.length() + cut.length() + 1 > characters) {
          return out.append("… (from line %d on nothing is shown)\n".formatted(i + 1)).toString();
        }
        out.append(cut.stripTrailing()).append('\n');
      }
    }
    return out.toString();
  }

  private static boolean isDeclaration(String line) {
    String begin = line.strip();
    return !Character.isWhitespace(line.charAt(0))
        || begin.startsWith("def ")
        || begin.startsWith("class ")
        || begin.startsWith("@");
  }

  /** How many more blocks begin in a line than end; braces in texts and comments count as well. */
  private static int braces(String line) {
    int depth = 0;
    for (int i = 0; i < line.length(); i++) {
      depth += line.charAt(i) == '{' ? 1 : line.charAt(i) == '}' ? -1 : 0;
    }
    return depth;
  }
}
