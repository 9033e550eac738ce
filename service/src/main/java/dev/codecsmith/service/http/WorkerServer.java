package dev.codecsmith.service.http;

import dev.codecsmith.service.meters.WorkerMeters;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.worker.Readiness;
import dev.codecsmith.service.worker.RefusedException;
import dev.codecsmith.service.worker.Worker;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.UnauthorizedResponse;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker that listens. Each request has a virtual thread, so one that waits costs nothing. */
public final class WorkerServer implements AutoCloseable {
  /** As long as the longest clip that anybody sends. */
  private static final long MOST_ARTIFACT_BYTES = 64L << 30;

  private static final Logger log = LoggerFactory.getLogger(WorkerServer.class);

  private final Worker worker;
  private final Javalin server;
  private final ScheduledExecutorService timer;
  private final OwnHealth ownHealth;

  private WorkerServer(
      Worker worker, Javalin server, ScheduledExecutorService timer, OwnHealth ownHealth) {
    this.worker = worker;
    this.server = server;
    this.timer = timer;
    this.ownHealth = ownHealth;
  }

  /**
   * What a server is made of.
   *
   * @param worker does the work
   * @param readiness whether it can
   * @param artifacts its artifacts
   * @param folder on the worker's disk, for what is coming in
   * @param about what it tells of itself
   */
  public record Parts(
      Worker worker,
      Readiness readiness,
      ArtifactStore artifacts,
      Path folder,
      WorkerAbout about) {}

  /**
   * Begins to listen.
   *
   * @throws IOException with a sentence if the port is taken
   */
  public static WorkerServer start(HttpSettings settings, Parts parts, Clock clock)
      throws IOException {
    Worker worker = parts.worker();
    PrometheusMeterRegistry metrics = metrics(worker);
    Javalin server =
        Javalin.create(config -> {
          listen(config, settings);
          RoutesConfig routes = config.routes;
          routes.before(new Access(settings.token())::check);
          new ExperimentRoutes(worker, clock).addTo(routes);
          new ArtifactRoutes(parts.artifacts(), parts.folder(), MOST_ARTIFACT_BYTES).addTo(routes);
          new StateRoutes(worker, parts.readiness(), parts.about(), metrics).addTo(routes);
          refusals(routes);
        });
    try {
      server.start();
    } catch (RuntimeException e) {
      throw new IOException(
          "The port %d of %s cannot be listened on (%s); choose another one with --port."
              .formatted(settings.port(), settings.host(), e.getMessage()),
          e);
    }
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("abandoned-runs").factory());
    var _ = timer.scheduleWithFixedDelay(worker::callOffAbandoned, 5, 5, TimeUnit.SECONDS);
    return new WorkerServer(worker, server, timer, new OwnHealth(settings, server.port()));
  }

  private static void listen(JavalinConfig config, HttpSettings settings) {
    config.startup.showJavalinBanner = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    config.jetty.addConnector((jetty, http) -> connector(jetty, http, settings));
  }

  private static ServerConnector connector(
      Server jetty, HttpConfiguration http, HttpSettings settings) {
    http.setSendServerVersion(false);
    ServerConnector connector =
        settings
            .tls()
            .map(tls -> {
              SslContextFactory.Server ssl = new SslContextFactory.Server();
              ssl.setKeyStorePath(tls.keystore().toString());
              ssl.setKeyStorePassword(tls.password());
              http.addCustomizer(new SecureRequestCustomizer(false));
              return new ServerConnector(
                  jetty,
                  new SslConnectionFactory(ssl, "http/1.1"),
                  new HttpConnectionFactory(http));
            })
            .orElseGet(() -> new ServerConnector(jetty, new HttpConnectionFactory(http)));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    // Of more than the usual 50 that come at once the kernel resets some.
    connector.setAcceptQueueSize(4096);
    return connector;
  }

  private static void refusals(RoutesConfig routes) {
    routes.exception(
        BadRequestException.class,
        (e, context) -> Problems.answer(context, 400, String.valueOf(e.getMessage())));
    routes.exception(
        UnauthorizedResponse.class,
        (e, context) -> {
          context.header("WWW-Authenticate", "Bearer");
          Problems.answer(context, 401, "Show the worker's token: Authorization: Bearer TOKEN.");
        });
    routes.exception(
        RefusedException.class,
        (e, context) -> {
          context.header("Retry-After", Long.toString(e.retryAfter().toSeconds()));
          Problems.answer(
              context,
              switch (e.reason()) {
                case FULL -> 429;
                case CONFLICT -> 409;
                case ENDING -> 503;
              },
              String.valueOf(e.getMessage()));
        });
    routes.exception(
        StoreException.class,
        (e, context) -> Problems.answer(context, 503, String.valueOf(e.getMessage())));
  }

  private static PrometheusMeterRegistry metrics(Worker worker) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new WorkerMeters(worker).bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    return registry;
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Why it answers nobody, in a sentence; empty where it does, found out by asking it. */
  public Optional<String> trouble() {
    return ownHealth.trouble();
  }

  /** Stops listening, after the work is called off. */
  @Override
  public void close() {
    timer.shutdownNow();
    worker.close();
    server.stop();
    log.info("the worker has ended");
  }
}
