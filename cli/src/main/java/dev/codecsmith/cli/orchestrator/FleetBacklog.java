package dev.codecsmith.cli.orchestrator;

import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cluster.server.QueueDepths;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.sandbox.languages.Toolchains;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a fleet, among the figures of an orchestrator that has one. It asks for all: if
 * each worker did, the server would be asked by the thousand.
 */
final class FleetBacklog implements MeterBinder, AutoCloseable {
  private static final Duration ASKED = Duration.ofSeconds(30);

  private final Optional<Asked> asked;
  private @Nullable QueueDepths depths;

  private record Asked(TemporalServer server, TaskQueues queues) {}

  private FleetBacklog(Optional<Asked> asked) {
    this.asked = asked;
  }

  /**
   * Connects to the server of a fleet; without one there are no figures.
   *
   * @param name of this process there
   * @param figures takes those of the connection
   * @throws IOException with a sentence if the server cannot be asked and could not be later
   */
  static FleetBacklog of(Optional<Elsewhere> elsewhere, String name, MeterRegistry figures)
      throws IOException {
    if (elsewhere.isEmpty() || !(elsewhere.get() instanceof Elsewhere.Cluster cluster)) {
      return new FleetBacklog(Optional.empty());
    }
    TemporalServer server = TemporalServer.at(cluster.server(), name, Optional.of(figures));
    boolean usable = false;
    try {
      server.requireUsable();
      usable = true;
      return new FleetBacklog(Optional.of(new Asked(server, new TaskQueues(cluster.fleet()))));
    } finally {
      if (!usable) {
        server.close();
      }
    }
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    if (asked.isPresent()) {
      depths =
          QueueDepths.start(
              asked.get().server(),
              asked.get().queues().all(Toolchains.languages()),
              registry,
              ASKED);
    }
  }

  @Override
  public void close() {
    if (depths != null) {
      depths.close();
    }
    asked.ifPresent(each -> each.server().close());
  }
}
