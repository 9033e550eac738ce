package dev.codecsmith.cli.options.elsewhere;

import dev.codecsmith.cli.options.Options;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.options.TokenOption;
import dev.codecsmith.service.client.WorkerAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --worker} and {@code --cluster}: who evaluates, where that is not this process. */
public final class WorkersOption {
  @Option(
      names = "--worker",
      paramLabel = "URL",
      description =
          "A worker that evaluates the programs, such as http://127.0.0.1:8080, started with"
              + " codecsmith worker; repeatable. Default: this process does")
  private List<String> workers = List.of();

  @Option(
      names = "--cluster-silence",
      paramLabel = "SECONDS",
      description =
          "With --cluster: what a worker does that gives no sign of life for so long is given to"
              + " another. Default: 30")
  private @Nullable Integer silence;

  @Mixin private TokenOption token = new TokenOption();
  @Mixin private ClusterOption cluster = new ClusterOption();

  /**
   * Who evaluates elsewhere; empty where this process does.
   *
   * @param store where the campaign's artifacts are
   * @param shown the token that workers are shown
   * @throws IllegalArgumentException with a sentence if what is given is no address, or does not go
   *     together
   * @throws IOException with a sentence if a file that was named cannot be read
   */
  public Optional<Elsewhere> elsewhere(StoreOption store, Optional<String> shown)
      throws IOException {
    List<URI> addresses =
        workers.stream().map(each -> WorkerAddress.parse("--worker", each)).toList();
    Optional<Elsewhere.Cluster> fleet = fleet();
    if (fleet.isPresent() && !addresses.isEmpty()) {
      throw new IllegalArgumentException(
          "Programs are evaluated by the workers of --worker or by the fleet of --cluster; name one"
              + " of the two.");
    }
    if (fleet.isPresent() && store.name().isEmpty()) {
      throw new IllegalArgumentException(
          "The workers of a fleet are other machines, which cannot read the data folder of this"
              + " one: name a store that they share with --store, here and for the workers.");
    }
    return fleet.isPresent()
        ? fleet.map(found -> found)
        : Optional.of(addresses)
            .filter(named -> !named.isEmpty())
            .map(named -> new Elsewhere.Workers(named, shown));
  }

  private Optional<Elsewhere.Cluster> fleet() throws IOException {
    Optional<Elsewhere.Cluster> fleet = cluster.cluster();
    if (silence == null) {
      return fleet;
    }
    if (fleet.isEmpty()) {
      throw new IllegalArgumentException("--cluster-silence is for a fleet: name its --cluster.");
    }
    Options.between("--cluster-silence", silence, 2, 3600);
    Duration given = Duration.ofSeconds(silence);
    return fleet.map(each -> new Elsewhere.Cluster(each.server(), each.fleet(), given));
  }

  /**
   * The same for a campaign that might run here.
   *
   * @param sandbox how its programs would be kept in
   */
  public Optional<Elsewhere> elsewhere(StoreOption store, SandboxOption sandbox)
      throws IOException {
    Optional<Elsewhere> found = elsewhere(store, token());
    if (found.isPresent() && sandbox.isNone()) {
      throw new IllegalArgumentException(
          "With --worker and --cluster programs run in the workers' sandboxes: leave --sandbox=none"
              + " out.");
    }
    return found;
  }

  /** See {@link TokenOption#token()}. */
  public Optional<String> token() throws IOException {
    return token.token();
  }
}
