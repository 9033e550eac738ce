package dev.codecsmith.cli.options;

import java.nio.file.Path;

/** A command that the user may type next, exactly as it must be typed. */
public final class NextCommand {
  private NextCommand() {}

  /** How this program is called: what the user typed, as far as the launcher knows. */
  public static String program() {
    return System.getProperty("codecsmith.command", "./codecsmith");
  }

  /** Such as {@code ./codecsmith clips add FILE}. */
  public static String of(String words) {
    return program() + " " + words;
  }

  /**
   * Such as {@code ./codecsmith experiments list --data elsewhere}.
   *
   * @param data the folder it is about; not said where it is the default
   */
  public static String of(String words, Path data) {
    return of(words) + data(data);
  }

  private static String data(Path data) {
    Path folder = data.toAbsolutePath().normalize();
    if (folder.equals(Path.of(DataOption.DEFAULT).toAbsolutePath().normalize())) {
      return "";
    }
    Path here = Path.of("").toAbsolutePath();
    boolean below = folder.startsWith(here) && !folder.equals(here);
    String typed = (below ? here.relativize(folder) : folder).toString();
    return " --data "
        + (typed.matches("[\\w./+@%:,-]+") ? typed : "'" + typed.replace("'", "'\\''") + "'");
  }
}
