package dev.codecsmith.service.limits;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Closes connections on which no request is whole for too long. One on which nothing moves is
 * closed by the server itself; one on which a byte of a header comes now and then is not.
 */
public final class SlowClients implements Connection.Listener, HttpConfiguration.Customizer {
  private final Patience patience;

  /** Since when connections that have no request wait for one, by {@link System#nanoTime}. */
  private final Map<Connection, Long> waiting = new ConcurrentHashMap<>();

  /**
   * How long clients are waited for.
   *
   * @param idle where nothing comes, and nothing that is sent is taken
   * @param headers until a request is whole but for its body
   * @param looks how often is looked for the latter
   */
  public record Patience(Duration idle, Duration headers, Duration looks) {
    public static final Patience USUAL =
        new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));
  }

  public SlowClients(Patience patience) {
    this.patience = patience;
  }

  @Override
  public void onOpened(Connection connection) {
    // Encryption is a connection below it, with no requests of its own.
    if (!(connection instanceof SslConnection)) {
      waiting.put(connection, System.nanoTime());
    }
  }

  @Override
  public void onClosed(Connection connection) {
    waiting.remove(connection);
  }

  /** Of a request all headers are there. */
  @Override
  public Request customize(Request request, HttpFields.Mutable answer) {
    Connection connection = request.getConnectionMetaData().getConnection();
    waiting.remove(connection);
    Request.addCompletionListener(request, _ -> answered(connection));
    return request;
  }

  private void answered(Connection connection) {
    waiting.put(connection, System.nanoTime());
    if (!connection.getEndPoint().isOpen()) {
      waiting.remove(connection);
    }
  }

  /** Closes those that wait for too long. */
  public void drop() {
    long now = System.nanoTime();
    waiting.forEach((connection, since) -> {
      if (now - since > patience.headers().toNanos()) {
        connection.getEndPoint().close();
      }
    });
  }
}
