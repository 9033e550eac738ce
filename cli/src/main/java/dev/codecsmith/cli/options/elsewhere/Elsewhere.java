package dev.codecsmith.cli.options.elsewhere;

import dev.codecsmith.cluster.server.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who evaluates programs, where that is not this process. */
public sealed interface Elsewhere {
  /** Addresses by which it is spoken of, in events, alerts and tables. */
  List<URI> addresses();

  /**
   * Workers by name, over HTTP.
   *
   * @param addresses where they listen
   * @param token what they are shown
   */
  record Workers(List<URI> addresses, Optional<String> token) implements Elsewhere {
    public Workers {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * Whoever takes work from a Temporal server.
   *
   * @param server where it is left
   * @param fleet the name of those who take it
   * @param silence a worker that gives no sign of life for so long has lost what it does
   */
  record Cluster(ServerAddress server, String fleet, Duration silence) implements Elsewhere {
    @Override
    public List<URI> addresses() {
      return List.of(URI.create(server.toString()));
    }
  }
}
