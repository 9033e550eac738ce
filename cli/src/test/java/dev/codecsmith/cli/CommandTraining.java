package dev.codecsmith.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * The start for practice from which {@link CommandProcess} makes its archive: the launcher's, and a
 * campaign, since most processes of the tests run one.
 */
final class CommandTraining {
  private CommandTraining() {}

  /**
   * Practises.
   *
   * @param arguments a folder that is there and empty
   */
  public static void main(String[] arguments) throws Exception {
    Practice.main(new String[0]);
    Path folder = Path.of(arguments[0]);
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 2);
    String data = folder.resolve("data").toString();
    for (String[] words :
        List.of(
            CProgramModel.with(
                "run",
                "--clip",
                folder.resolve("tiny.y4m").toString(),
                "--iterations",
                "1",
                "--json",
                "--data",
                data),
            new String[] {"campaign", "status", "--data", data})) {
      int _ = Codecsmith.commandLine(words).execute(words);
    }
  }
}
