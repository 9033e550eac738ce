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

  Path directory() {
    return directory.toAbsolutePath().normalize();
  }
}
