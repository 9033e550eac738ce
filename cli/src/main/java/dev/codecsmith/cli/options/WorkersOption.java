package dev.codecsmith.cli.options;

import dev.codecsmith.service.client.WorkerAddress;
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

  /**
   * Refuses what is no address.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public void check() {
    workers.forEach(WorkerAddress::check);
  }

  /**
   * Refuses what is no address, or does not go together.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public void check(SandboxOption sandbox) {
    check();
    if (!workers.isEmpty() && sandbox.isNone()) {
      throw new IllegalArgumentException(
          "With --worker programs run in the workers' sandboxes: leave --sandbox=none out.");
    }
  }

  /** See {@link TokenOption#token()}. */
  public Optional<String> token() throws IOException {
    return token.token();
  }
}
