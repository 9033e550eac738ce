package dev.codecsmith.evolve.edits.reply;

import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the path of a whole file that the reply did not name, where there is no doubt: the only
 * file block of the reply and the only file of the program, or a Java source whose package and
 * public type give the path. Any other one is a problem, since to ignore it might drop a file.
 */
public final class UnnamedFiles {
  private static final Pattern PACKAGE =
      Pattern.compile("(?m)^\\s{0,8}package\\s+([A-Za-z_][\\w.]{0,200})\\s{0,8};");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "(?m)^public\\s+(?:(?:final|abstract|sealed|non-sealed|strictfp|static)\\s+){0,4}"
              + "(?:class|interface|record|enum|@interface)\\s+([A-Za-z_$][\\w$]{0,200})");

  private UnnamedFiles() {}

  public static List<Operation> named(
      List<Operation> operations, Program base, List<String> problems) {
    boolean alone = operations.stream().filter(Operation.WholeFile.class::isInstance).count() == 1;
    List<Operation> named = new ArrayList<>();
    for (Operation operation : operations) {
      if (operation instanceof Operation.WholeFile file && file.path().isEmpty()) {
        Optional<String> path =
            alone && base.files().size() == 1
                ? Optional.of(base.files().firstKey())
                : javaPath(file.content(), base);
        if (path.isPresent()) {
          named.add(new Operation.WholeFile(path, file.text(), file.line()));
        } else {
          problems.add(
              "reply line %d: this fenced block has no path. If it is a file, put a line FILE: path before it; if it only illustrates, open it with ```text"
                  .formatted(file.line()));
        }
      } else {
        named.add(operation);
      }
    }
    return named;
  }

  private static Optional<String> javaPath(String text, Program base) {
    Matcher type = PUBLIC_TYPE.matcher(text);
    if (!base.language().equals("java") || !type.find()) {
      return Optional.empty();
    }
    Matcher in = PACKAGE.matcher(text);
    String path = (in.find() ? in.group(1).replace('.', '/') + "/" : "") + type.group(1) + ".java";
    List<String> known =
        base.files().keySet().stream()
            .filter(f -> f.equals(path) || f.endsWith("/" + path))
            .toList();
    return known.size() > 1
        ? Optional.empty()
        : Optional.of(known.isEmpty() ? path : known.getFirst());
  }
}
