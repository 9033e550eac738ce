package dev.codecsmith.service.http;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.limits.SlowClients;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.StoreException;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What worker, orchestrator and MCP server listen with: an address, TLS, who is let in, how is
 * refused. Each request has a virtual thread, so one that waits costs nothing.
 */
public final class HttpListener implements AutoCloseable {
  /** So many may connect at once; of more than the usual 50 the kernel resets some. */
  public static final int BACKLOG = 4096;

  private static final Logger log = LoggerFactory.getLogger(HttpListener.class);

  private final Javalin server;
  private final OwnHealth ownHealth;
  private final Thread upkeep;

  private HttpListener(Javalin server, OwnHealth ownHealth, Thread upkeep) {
    this.upkeep = upkeep;
    this.server = server;
    this.ownHealth = ownHealth;
  }

  /** Some of the paths that are answered. */
  @FunctionalInterface
  public interface Routes {
    void addTo(RoutesConfig routes);
  }

  /**
   * Routes that check by themselves who asks.
   *
   * @param paths which paths are theirs
   */
  public record Guarded(Predicate<String> paths, Routes routes) {
    public static final Guarded NONE = new Guarded(_ -> false, _ -> {});
  }

  /** By what a server is reached. */
  @FunctionalInterface
  public interface Connecting {
    ServerConnector connector(Server jetty, HttpConfiguration http);
  }

  /**
   * A server as all of ours are, before it is started: a virtual thread for each request, and
   * nothing told of its version.
   */
  public static Javalin server(Connecting connecting, Routes routes) {
    return Javalin.create(config -> {
      config.startup.showJavalinBanner = false;
      config.concurrency.useVirtualThreads = true;
      config.http.prefer405over404 = true;
      config.jetty.addConnector((jetty, http) -> {
        http.setSendServerVersion(false);
        return connecting.connector(jetty, http);
      });
      routes.addTo(config.routes);
    });
  }

  /**
   * Begins to listen.
   *
   * @throws IOException with a sentence if the port is taken, or the keystore cannot be used
   */
  public static HttpListener start(HttpSettings settings, List<Routes> answered)
      throws IOException {
    return start(settings, answered, Guarded.NONE);
  }

  /** The same with routes that check by themselves who asks. */
  static HttpListener start(HttpSettings settings, List<Routes> answered, Guarded guarded)
      throws IOException {
    return start(settings, answered, guarded, SlowClients.Patience.USUAL);
  }

  /** The same with a patience of its own. */
  static HttpListener start(
      HttpSettings settings, List<Routes> answered, Guarded guarded, SlowClients.Patience patience)
      throws IOException {
    if (settings.tls().isPresent()) {
      requireUsable(settings.tls().get());
    }
    SlowClients slow = new SlowClients(patience);
    Javalin server =
        server(
            (jetty, http) -> {
              http.addCustomizer(slow);
              ServerConnector connector = connector(jetty, http, settings);
              connector.setIdleTimeout(patience.idle().toMillis());
              connector.addBean(slow);
              return connector;
            },
            routes -> {
              routes.before(new Access(settings, guarded.paths())::check);
              answered.forEach(each -> each.addTo(routes));
              refusals(routes);
              guarded.routes().addTo(routes);
            });
    try {
      server.start();
    } catch (RuntimeException e) {
      throw new IOException(
          "The port %d of %s cannot be listened on (%s); choose another one with --port."
              .formatted(settings.port(), settings.host(), e.getMessage()),
          e);
    }
    Thread upkeep = Thread.ofVirtual().name("listener").start(() -> upkeep(slow, patience));
    return new HttpListener(server, new OwnHealth(settings, server.port()), upkeep);
  }

  /** The server would only say that it does not start. */
  private static void requireUsable(HttpSettings.Tls tls) throws IOException {
    try (InputStream file = Files.newInputStream(tls.keystore())) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(file, tls.password().toCharArray());
      if (Collections.list(keys.aliases()).stream().noneMatch(alias -> isKey(keys, alias))) {
        throw new IOException("there is no private key in it");
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IOException(
          "The keystore %s cannot be used (%s): --tls-keystore takes a PKCS#12 file with a certificate and its key, and --tls-password-file its password."
              .formatted(
                  tls.keystore(),
                  e instanceof IOException fault ? StoreException.reason(fault) : e.getMessage()),
          e);
    }
  }

  private static boolean isKey(KeyStore keys, String alias) {
    try {
      return keys.isKeyEntry(alias);
    } catch (KeyStoreException e) {
      throw new IllegalStateException("it was loaded", e);
    }
  }

  /** Has a server's classes loaded, while what it is to serve is still being opened. */
  static void prepare() {
    Javalin _ = Javalin.create(config -> config.startup.showJavalinBanner = false);
  }

  private static ServerConnector connector(
      Server jetty, HttpConfiguration http, HttpSettings settings) {
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
    connector.setAcceptQueueSize(BACKLOG);
    return connector;
  }

  /** How faults are told: with a status, as JSON with one key, error, a sentence. */
  public static void refusals(RoutesConfig routes) {
    routes.exception(
        BadRequestException.class,
        (e, context) -> Problems.answer(context, 400, String.valueOf(e.getMessage())));
    routes.exception(
        UnauthorizedResponse.class,
        (e, context) -> {
          context.header("WWW-Authenticate", "Bearer");
          Problems.answer(context, 401, "Show the token: Authorization: Bearer TOKEN.");
        });
    routes.exception(
        ForbiddenResponse.class,
        (e, context) -> Problems.answer(context, 403, String.valueOf(e.getMessage())));
    routes.exception(
        RefusedException.class,
        (e, context) -> {
          context.header("Retry-After", Long.toString(e.retryAfter().toSeconds()));
          Problems.answer(
              context,
              switch (e.reason()) {
                case FULL -> 429;
                case CONFLICT -> 409;
                case ENDING, BUSY -> 503;
              },
              String.valueOf(e.getMessage()));
        });
    routes.exception(
        InfrastructureException.class,
        (e, context) -> Problems.fault(context, String.valueOf(e.getMessage())));
    routes.exception(
        StoreException.class,
        (e, context) -> Problems.fault(context, String.valueOf(e.getMessage())));
    routes.exception(EofException.class, (e, context) -> Problems.hungUp(context));
    routes.exception(
        IOException.class,
        (e, context) -> {
          log.debug("{} {} failed", context.method(), context.path(), e);
          Problems.fault(context, "It could not be done (" + StoreException.reason(e) + ").");
        });
  }

  /** Where it listens. */
  public int port() {
    return server.port();
  }

  /** Why it answers nobody, in a sentence; empty where it does, found out by asking it. */
  Optional<String> trouble() {
    return ownHealth.trouble();
  }

  /** Also after the last refusal: what came in a storm is counted when it is over. */
  private static void upkeep(SlowClients slow, SlowClients.Patience patience) {
    try {
      while (true) {
        Thread.sleep(patience.looks());
        slow.drop();
        Problems.tell();
      }
    } catch (InterruptedException e) {
      // It listens no longer.
      return;
    }
  }

  /** Stops listening. */
  @Override
  public void close() {
    upkeep.interrupt();
    server.stop();
  }
}
