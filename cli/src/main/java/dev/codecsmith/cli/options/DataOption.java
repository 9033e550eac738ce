package dev.codecsmith.cli.options;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, the same for every command. */
public class DataOption {
  /** The folder where none is given. */
  static final String DEFAULT = "codecsmith-data";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = DEFAULT,
      description =
          "Where everything is kept: records, artifacts, clips. Default: ${DEFAULT-VALUE}")
  private Path directory = Path.of(DEFAULT);

  public DataOption() {}

  /** As if somebody had given that folder. */
  protected DataOption(Path directory) {
    this.directory = directory;
  }

  public Path directory() {
    return directory.toAbsolutePath().normalize();
  }
}
