package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.campaigns.AnchorRoutes;
import dev.codecsmith.dashboard.campaigns.CampaignRoutes;
import dev.codecsmith.dashboard.campaigns.ScoreRoutes;
import dev.codecsmith.dashboard.experiments.ExperimentRoutes;
import dev.codecsmith.dashboard.experiments.ProgramRoutes;
import dev.codecsmith.dashboard.live.CampaignAnchors;
import dev.codecsmith.dashboard.live.LiveCampaigns;
import dev.codecsmith.dashboard.live.RunElsewhere;
import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.dashboard.requests.CampaignChoice;
import dev.codecsmith.dashboard.requests.Refusal;
import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.experiments.ExperimentStore;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Shows a store to browsers of this machine, also while this process writes it: it reads as anybody
 * may, and changes nothing. The port is taken at once; the server behind it comes up beside the
 * caller's work, and who connects meanwhile waits a moment.
 */
public final class DashboardServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DashboardServer.class);

  private final int port;
  private final LiveCampaigns live;
  private final CompletableFuture<Optional<Javalin>> server;

  private DashboardServer(
      int port, LiveCampaigns live, CompletableFuture<Optional<Javalin>> server) {
    this.port = port;
    this.live = live;
    this.server = server;
  }

  /**
   * What is shown.
   *
   * @param anchors what programs are held against
   * @param elsewhere which campaign another process runs in this store
   */
  public record Shown(
      ExperimentStore experiments,
      ArtifactStore artifacts,
      CampaignAnchors anchors,
      RunElsewhere elsewhere) {}

  /**
   * Takes a port of 127.0.0.1 and begins to come up.
   *
   * @param wanted the port, or another free one where that is taken; 0 for any
   * @param trouble told in a sentence if it does not come up, from another thread
   * @throws IOException with a sentence if no port can be had
   */
  public static DashboardServer start(
      int wanted, Shown shown, Consumer<String> trouble, Clock clock) throws IOException {
    ServerSocketChannel channel = listen(wanted);
    int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    LiveCampaigns live = new LiveCampaigns(shown.experiments(), shown.elsewhere());
    CompletableFuture<Optional<Javalin>> server = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("dashboard")
        .start(() -> {
          try {
            server.complete(serve(channel, shown, live, trouble, clock));
          } finally {
            // Whatever happened, who closes it does not wait for ever.
            server.complete(Optional.empty());
          }
        });
    return new DashboardServer(port, live, server);
  }

  private static ServerSocketChannel listen(int wanted) throws IOException {
    try {
      return bound(wanted);
    } catch (BindException e) {
      log.debug("port {} is taken", wanted, e);
      return bound(0);
    } catch (IOException e) {
      throw new IOException("No port of 127.0.0.1 can be had: " + e.getMessage() + ".", e);
    }
  }

  private static ServerSocketChannel bound(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      return channel.bind(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), HttpListener.BACKLOG);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Optional<Javalin> serve(
      ServerSocketChannel channel,
      Shown shown,
      LiveCampaigns live,
      Consumer<String> trouble,
      Clock clock) {
    try {
      Javalin server =
          HttpListener.server(
              (jetty, http) -> connector(jetty, http, channel),
              routes -> routes(routes, shown, live, clock));
      return Optional.of(server.start());
    } catch (RuntimeException | LinkageError e) {
      trouble.accept("The dashboard does not come up: " + e.getMessage() + ".");
      log.debug("no dashboard", e);
      close(channel);
      return Optional.empty();
    }
  }

  private static void close(ServerSocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("closing the port", e);
    }
  }

  private static ServerConnector connector(
      Server jetty, HttpConfiguration http, ServerSocketChannel channel) {
    ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    try {
      connector.open(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connector;
  }

  private static void routes(RoutesConfig routes, Shown shown, LiveCampaigns live, Clock clock) {
    routes.before(Guard::check);
    routes.get(
        "/health",
        context -> Answers.json(context, JsonNodeFactory.instance.objectNode().put("live", true)));
    new CampaignRoutes(shown.experiments(), live, clock).addTo(routes);
    new ScoreRoutes(shown.experiments(), live, shown.anchors()).addTo(routes);
    new AnchorRoutes(shown.experiments(), shown.anchors()).addTo(routes);
    new ExperimentRoutes(shown.experiments(), live).addTo(routes);
    new ProgramRoutes(shown.experiments(), shown.artifacts()).addTo(routes);
    new ArtifactRoutes(shown.artifacts()).addTo(routes);
    new EventRoutes(new CampaignChoice(shown.experiments(), live), live).addTo(routes);
    PageRoutes.addTo(routes);
    routes.exception(
        Refusal.class,
        (e, context) -> Answers.refuse(context, e.status(), String.valueOf(e.getMessage())));
    routes.exception(
        StoreException.class,
        (e, context) -> Answers.refuse(context, 503, String.valueOf(e.getMessage())));
    routes.exception(EofException.class, (e, _) -> log.debug("who asked is gone", e));
    routes.exception(
        IOException.class,
        (e, context) -> {
          log.warn("{} could not be answered", context.path(), e);
          if (!context.res().isCommitted()) {
            Answers.refuse(context, 503, String.valueOf(e.getMessage()));
          }
        });
    routes.exception(InterruptedException.class, (_, _) -> Thread.currentThread().interrupt());
  }

  /** Where it listens, such as {@code http://127.0.0.1:8090/}. */
  public String address() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** Shows first a campaign that this process runs, whose events come to what is returned. */
  public EventListener running(String campaignId) {
    return live.running(campaignId);
  }

  /** Ends all streams, and stops listening. */
  @Override
  public void close() {
    live.close();
    server.join().ifPresent(Javalin::stop);
  }
}
