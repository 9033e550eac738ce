package dev.codecsmith.cli.options;

import dev.codecsmith.store.data.DataDirectory;
import java.nio.file.Path;
import java.util.Optional;

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

  /** Such as {@code ./codecsmith clips list --data elsewhere}; only what is not the default. */
  public static String of(String words, DataOption option) {
    return of(words) + data(option.directory());
  }

  /** The same with {@code --store}. */
  public static String of(String words, StoreOption option) {
    return of(words) + data(option.directory()) + store(option.name());
  }

  /** The same about what is open. */
  public static String of(String words, DataDirectory opened) {
    return of(words) + data(opened.path()) + store(opened.store());
  }

  /** Such as {@code ./codecsmith clips list --data elsewhere}, of a folder. */
  public static String of(String words, Path folder) {
    return of(words) + data(folder);
  }

  private static String data(Path data) {
    Path folder = data.toAbsolutePath().normalize();
    if (folder.equals(Path.of(DataOption.DEFAULT).toAbsolutePath().normalize())) {
      return "";
    }
    Path here = Path.of("").toAbsolutePath();
    boolean below = folder.startsWith(here) && !folder.equals(here);
    return " --data " + quoted((below ? here.relativize(folder) : folder).toString());
  }

  private static String store(Optional<String> name) {
    return name.filter(it -> !it.equals(System.getenv(StoreOption.VARIABLE)))
        .map(it -> " --store " + quoted(it))
        .orElse("");
  }

  private static String quoted(String word) {
    return word.matches("[\\w./+@%:,=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
