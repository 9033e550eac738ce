package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.requests.Answers;
import dev.codecsmith.service.http.HttpListener;
import dev.codecsmith.store.events.EventListener;
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
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Shows a store to browsers of this machine, also while this process writes it. The port is taken
 * at once; the server behind it comes up beside the caller's work, and who connects meanwhile waits
 * a moment.
 */
public final class DashboardServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DashboardServer.class);

  private final int wanted;
  private final int port;
  private final Dashboard dashboard;
  private final CompletableFuture<Optional<Javalin>> server;

  private DashboardServer(
      int wanted, int port, Dashboard dashboard, CompletableFuture<Optional<Javalin>> server) {
    this.wanted = wanted;
    this.port = port;
    this.dashboard = dashboard;
    this.server = server;
  }

  /**
   * Takes a port of 127.0.0.1 and begins to come up.
   *
   * @param wanted the port, or another free one where that is taken; 0 for any
   * @param trouble told in a sentence if it does not come up, from another thread
   * @throws IOException with a sentence if no port can be had
   */
  public static DashboardServer start(
      int wanted, Dashboard.Shown shown, Consumer<String> trouble, Clock clock) throws IOException {
    ServerSocketChannel channel = listen(wanted);
    int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    Dashboard dashboard = new Dashboard(shown, clock);
    CompletableFuture<Optional<Javalin>> server = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("dashboard")
        .start(() -> {
          try {
            server.complete(serve(channel, dashboard, trouble));
          } finally {
            // Whatever happened, who closes it does not wait for ever.
            server.complete(Optional.empty());
          }
        });
    return new DashboardServer(wanted, port, dashboard, server);
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
      ServerSocketChannel channel, Dashboard dashboard, Consumer<String> trouble) {
    try {
      Javalin server =
          HttpListener.server(
              (jetty, http) -> connector(jetty, http, channel),
              routes -> routes(routes, dashboard));
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

  static void routes(RoutesConfig routes, Dashboard dashboard) {
    routes.get(
        "/health",
        context -> Answers.json(context, JsonNodeFactory.instance.objectNode().put("live", true)));
    HttpListener.refusals(routes);
    dashboard.addTo(routes, true, _ -> true);
  }

  /** Where it listens, such as {@code http://127.0.0.1:8090/}. */
  public String address() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** The port that was wanted and is another's; empty where it was had. */
  public OptionalInt takenPort() {
    return wanted == 0 || wanted == port ? OptionalInt.empty() : OptionalInt.of(wanted);
  }

  /** Shows first a campaign that this process runs, whose events come to what is returned. */
  public EventListener running(String campaignId) {
    return dashboard.running(campaignId);
  }

  /** Ends all streams, and stops listening. */
  @Override
  public void close() {
    dashboard.close();
    server.join().ifPresent(Javalin::stop);
  }
}
