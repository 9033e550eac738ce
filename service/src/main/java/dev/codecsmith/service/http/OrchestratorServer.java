package dev.codecsmith.service.http;

import dev.codecsmith.service.limits.EventStreams;
import dev.codecsmith.service.limits.ServerLimits;
import dev.codecsmith.service.orchestrator.CampaignState;
import dev.codecsmith.service.orchestrator.Orchestrator;
import dev.codecsmith.service.orchestrator.QueuedCampaign;
import dev.codecsmith.service.process.DiskSpace;
import dev.codecsmith.service.process.ProcessAbout;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An orchestrator that listens. */
public final class OrchestratorServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OrchestratorServer.class);

  private final Orchestrator orchestrator;
  private final HttpListener listener;

  private OrchestratorServer(Orchestrator orchestrator, HttpListener listener) {
    this.orchestrator = orchestrator;
    this.listener = listener;
  }

  /**
   * What a server is made of.
   *
   * @param orchestrator runs campaigns
   * @param store where their experiments are
   * @param artifacts what they made
   * @param workers who evaluates; none where the orchestrator does
   * @param meters figures of its campaigns
   * @param about what it tells of itself
   * @param pages what a browser is shown, on the same port
   */
  public record Parts(
      Orchestrator orchestrator,
      ExperimentStore store,
      ArtifactStore artifacts,
      List<URI> workers,
      MeterBinder meters,
      ProcessAbout about,
      HttpListener.Guarded pages) {}

  /**
   * Begins to listen.
   *
   * @throws IOException with a sentence if the port is taken
   */
  public static OrchestratorServer start(HttpSettings settings, Parts parts, Clock clock)
      throws IOException {
    Orchestrator orchestrator = parts.orchestrator();
    ServerLimits limits = ServerLimits.usual(0);
    EventStreams streams = new EventStreams(limits.streams());
    ProcessRoutes process =
        new ProcessRoutes(
            parts.about(),
            metrics(parts),
            "orchestrator-openapi.yaml",
            streams,
            orchestrator::isEnding);
    HttpListener listener =
        HttpListener.start(
            settings,
            List.of(
                new QueueRoutes(
                    orchestrator,
                    parts.store(),
                    new BoundedBodies(limits.memory(), clock),
                    streams),
                new State(parts, process),
                TransferRoutes.toRead(parts.artifacts()),
                process),
            parts.pages());
    return new OrchestratorServer(orchestrator, listener);
  }

  private static PrometheusMeterRegistry metrics(Parts parts) {
    PrometheusMeterRegistry registry = ProcessRoutes.metrics();
    parts.meters().bindTo(registry);
    Orchestrator orchestrator = parts.orchestrator();
    for (CampaignState state : CampaignState.values()) {
      Gauge.builder("codecsmith.orchestrator.campaigns", orchestrator, o -> o.count(state))
          .tag("state", state.label())
          .description("Campaigns by where they stand")
          .register(registry);
    }
    return registry;
  }

  /** How the orchestrator is: health and status. */
  private record State(Parts parts, ProcessRoutes process) implements HttpListener.Routes {
    @Override
    public void addTo(RoutesConfig routes) {
      routes.get("/health", this::health);
      routes.get("/status", this::status);
    }

    private void health(Context context) {
      List<String> reasons = new ArrayList<>();
      if (parts.orchestrator().isEnding()) {
        reasons.add("It is ending.");
      }
      DiskSpace.reasonAgainst(parts.about().folder()).ifPresent(reasons::add);
      ProcessRoutes.health(context, reasons, JsonNodeFactory.instance.objectNode());
    }

    private void status(Context context) {
      ObjectNode status = JsonNodeFactory.instance.objectNode();
      for (CampaignState state : CampaignState.values()) {
        status.put(state.label(), parts.orchestrator().count(state));
      }
      parts.orchestrator().campaigns().stream()
          .filter(each -> each.state() == CampaignState.RUNNING)
          .map(QueuedCampaign::id)
          .forEach(id -> status.put("campaign", id));
      process.describe(status);
      ArrayNode workers = status.putArray("workers");
      parts.workers().forEach(worker -> workers.add(worker.toString()));
      JsonAnswer.json(context, 200, status);
    }
  }

  /** Where it listens. */
  public int port() {
    return listener.port();
  }

  /** Why it answers nobody, in a sentence; empty where it does, found out by asking it. */
  public Optional<String> trouble() {
    return listener.trouble();
  }

  /** Stops listening, after the campaign that runs was stopped. */
  @Override
  public void close() {
    orchestrator.close();
    listener.close();
    log.info("the orchestrator has ended");
  }
}
