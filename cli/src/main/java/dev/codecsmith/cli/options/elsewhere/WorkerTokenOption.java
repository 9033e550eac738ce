package dev.codecsmith.cli.options.elsewhere;

import dev.codecsmith.cli.options.TokenOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The secret that workers want to be shown, where {@code --token-file} is that of others too. */
public final class WorkerTokenOption {
  private static final String VARIABLE = "CODECSMITH_WORKER_TOKEN";

  @Option(
      names = "--worker-token-file",
      paramLabel = "FILE",
      description =
          "A file with the token that workers are shown, where that is another one: who has a"
              + " worker then cannot command its orchestrator. Default: the environment variable "
              + VARIABLE
              + ", or the token of --token-file")
  private @Nullable Path file;

  /**
   * What workers are shown.
   *
   * @param otherwise where none is given
   * @throws IOException with a sentence if the file cannot be read
   */
  public Optional<String> token(Optional<String> otherwise) throws IOException {
    return TokenOption.read("--worker-token-file", Optional.ofNullable(file), VARIABLE)
        .or(() -> otherwise);
  }
}
