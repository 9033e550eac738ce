package dev.codecsmith.store.source;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Predicate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Files over https from servers of the public network.
 *
 * <p>Who writes a campaign's file names the address, and this machine may reach more than they do.
 * So each connection is looked at when it stands, before anything is sent: one to this machine or a
 * private network is dropped, whatever name led there. Redirects are followed a few times, to https
 * only, and looked at alike. Nothing but the path is sent: no credentials, no cookies, no proxy.
 */
final class HttpsFiles implements FileServer {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final int REDIRECTS = 5;
  private static final int PARTIAL = 206;
  private static final int BAD_RANGE = 416;
  private static final int SERVER_FAULT = 500;
  private static final int BUSY = 429;

  private final Predicate<InetAddress> allowed;
  private final SSLSocketFactory sockets;

  /**
   * @param allowed which addresses may be asked
   * @param sockets checks certificates
   */
  HttpsFiles(Predicate<InetAddress> allowed, SSLSocketFactory sockets) {
    this.allowed = allowed;
    this.sockets = sockets;
  }

  /** Servers of the public network, with certificates that this machine trusts. */
  static HttpsFiles ofThePublicNetwork() {
    return new HttpsFiles(
        PublicAddresses::contains, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  @Override
  public OpenedFile open(FileAddress address, long from) throws IOException {
    URI location = address.location();
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      HttpsURLConnection connection = connect(location, from);
      int status = connection.getResponseCode();
      if (status == HttpURLConnection.HTTP_OK || status == PARTIAL) {
        return opened(connection, status == PARTIAL ? from : 0);
      }
      String next = connection.getHeaderField("Location");
      connection.disconnect();
      if (status / 100 == 3 && next != null) {
        location = redirected(location, next);
      } else if (status >= SERVER_FAULT || status == BUSY) {
        throw new IOException("its server answered " + status);
      } else if (status == BAD_RANGE && from > 0) {
        return open(address, 0);
      } else {
        throw new RefusedException("its server answered " + status);
      }
    }
    throw new RefusedException("it is redirected more than " + REDIRECTS + " times");
  }

  private static URI redirected(URI location, String next) throws RefusedException {
    try {
      URI target = location.resolve(next);
      if (!"https".equals(target.getScheme()) || target.getHost() == null) {
        throw new RefusedException("it is redirected to what is no https address");
      }
      return target;
    } catch (IllegalArgumentException e) {
      throw new RefusedException("it is redirected to what is no address", e);
    }
  }

  private HttpsURLConnection connect(URI location, long from) throws IOException {
    HttpsURLConnection connection =
        (HttpsURLConnection) location.toURL().openConnection(Proxy.NO_PROXY);
    connection.setSSLSocketFactory(new Looking());
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) SILENCE.toMillis());
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (from > 0) {
      connection.setRequestProperty("Range", "bytes=" + from + "-");
    }
    return connection;
  }

  private static OpenedFile opened(HttpsURLConnection connection, long from) throws IOException {
    long length = connection.getContentLengthLong();
    return new OpenedFile(
        connection.getInputStream(),
        from,
        length < 0 ? OptionalLong.empty() : OptionalLong.of(from + length));
  }

  /** Looks at whom a connection has reached before TLS begins on it. */
  private final class Looking extends SSLSocketFactory {
    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
        throws IOException {
      InetAddress reached = connected.getInetAddress();
      if (!allowed.test(reached)) {
        connected.close();
        throw new RefusedException(
            host
                + " is "
                + reached.getHostAddress()
                + ", an address of this machine or of a private network, which an address of a"
                + " clip may not name");
      }
      return sockets.createSocket(connected, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return sockets.getSupportedCipherSuites();
    }

    // The JDK falls back to these; a connection that nobody has looked at is none.

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw unseen();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unseen();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw unseen();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      throw unseen();
    }

    private static IOException unseen() {
      return new IOException("nobody has looked at whom this would reach");
    }
  }
}
