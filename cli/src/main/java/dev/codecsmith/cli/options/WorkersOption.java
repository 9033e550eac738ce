package dev.codecsmith.cli.options;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --worker}: who evaluates, where that is not this process. */
public final class WorkersOption {
  @Option(
      names = "--worker",
      paramLabel = "URL",
      description =
          "A worker that evaluates the programs, such as http://127.0.0.1:8080, started with"
              + " codecsmith worker; repeatable. Default: this process does")
  private List<URI> workers = List.of();

  @Mixin private TokenOption token = new TokenOption();

  /** Their addresses; none where this process evaluates. */
  public List<URI> workers() {
    return workers;
  }

  /** See {@link TokenOption#token()}. */
  public Optional<String> token() throws IOException {
    return token.token();
  }
}
