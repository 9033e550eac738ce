package dev.codecsmith.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, the same for every command. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "codecsmith-data",
      description =
          "Where everything is kept: records, artifacts, clips. Default: ${DEFAULT-VALUE}")
  private Path directory = Path.of("codecsmith-data");

  /** As if somebody had given that folder. */
  static DataOption of(Path directory) {
    DataOption option = new DataOption();
    option.directory = directory;
    return option;
  }

  Path directory() {
    return directory.toAbsolutePath().normalize();
  }
}
