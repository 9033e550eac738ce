package dev.codecsmith.cli.options;

import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, the same for every command. */
public final class DataOption {
  /** The folder where none is given. */
  static final String DEFAULT = "codecsmith-data";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = DEFAULT,
      description =
          "Where everything is kept: records, artifacts, clips. Default: ${DEFAULT-VALUE}")
  private Path directory = Path.of(DEFAULT);

  /** As if somebody had given that folder. */
  public static DataOption of(Path directory) {
    DataOption option = new DataOption();
    option.directory = directory;
    return option;
  }

  /**
   * Opens what is kept there, to be read.
   *
   * @throws IOException with a sentence if nothing is
   */
  public DataDirectory read() throws IOException {
    check();
    return DataDirectory.open(directory(), DataDirectory.Access.READ);
  }

  /**
   * Opens what is kept there, to be changed.
   *
   * @throws IOException with a sentence if nothing is
   */
  public DataDirectory change() throws IOException {
    check();
    return DataDirectory.open(directory(), DataDirectory.Access.WRITE);
  }

  /** Makes sure that there is a store: whoever asks for what it holds has no use for a new one. */
  public void check() throws IOException {
    Path folder = directory();
    if (Files.isDirectory(folder) && !Files.isRegularFile(folder.resolve("store.sqlite"))) {
      throw new IOException(
          "There is no Codecsmith store in "
              + folder
              + ": give the folder of a campaign with --data, or start one there with "
              + NextCommand.of("run", folder)
              + ".");
    }
    if (Files.notExists(folder)) {
      throw new IOException(
          "There is no data folder "
              + folder
              + ", so no Codecsmith store: give the folder of a campaign with --data, or start one"
              + " there with "
              + NextCommand.of("run", folder)
              + ".");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(folder + " is a file, not a folder: choose a folder with --data.");
    }
  }

  public Path directory() {
    return directory.toAbsolutePath().normalize();
  }
}
