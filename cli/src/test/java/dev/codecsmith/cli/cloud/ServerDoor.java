package dev.codecsmith.cli.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before a server. Shut, the server cannot be reached and connections are cut. With a limit,
 * requests stop in the middle of what goes beyond it.
 */
public final class ServerDoor implements AutoCloseable {
  private final URI server;
  private final Set<Socket> through = ConcurrentHashMap.newKeySet();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final int port;
  private ServerSocket door;
  private volatile Limit limit = new Limit(Long.MAX_VALUE);

  /** How many bytes of requests are let through. */
  private static final class Limit {
    private final AtomicLong left;
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Limit(long bytes) {
      this.left = new AtomicLong(bytes);
    }

    /** Waits where it is reached, until there is another limit; false then. */
    boolean lets(int bytes) throws InterruptedException {
      if (left.addAndGet(-bytes) >= 0) {
        return true;
      }
      reached.complete(null);
      over.await();
      return false;
    }
  }

  public ServerDoor(URI server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = door.getLocalPort();
    serve(door);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What came through with one of these methods for a path that begins so. */
  List<String> requests(String method, String path) {
    synchronized (requests) {
      return requests.stream().filter(line -> line.startsWith(method + " " + path)).toList();
    }
  }

  /**
   * From now on so many bytes of requests get to the server; what waited behind the limit before is
   * cut off.
   *
   * @return done when the first byte does not
   */
  CompletableFuture<Void> limit(long bytes) {
    Limit before = limit;
    limit = new Limit(bytes);
    before.over.countDown();
    return limit.reached;
  }

  public void shut() throws IOException {
    door.close();
    for (Socket each : through) {
      each.close();
    }
    through.clear();
  }

  public void open() throws IOException {
    door = new ServerSocket();
    door.setReuseAddress(true);
    door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    serve(door);
  }

  private void serve(ServerSocket at) {
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  Socket client = at.accept();
                  Socket behind = new Socket(server.getHost(), server.getPort());
                  through.add(client);
                  through.add(behind);
                  Thread _ = Thread.ofVirtual().start(() -> copy(client, behind, this::passes));
                  Thread _ = Thread.ofVirtual().start(() -> copy(behind, client, (_, _) -> true));
                }
              } catch (IOException _) {
                // It was shut.
                return;
              }
            });
  }

  /** What comes through, piece by piece. */
  @FunctionalInterface
  private interface Gate {
    /** False where this and all behind it do not get through. */
    boolean passes(byte[] piece, int length) throws InterruptedException;
  }

  /** Of each piece of requests the first line is kept: method and path. */
  private boolean passes(byte[] piece, int length) throws InterruptedException {
    requests.add(
        new String(piece, 0, Math.min(length, 200), StandardCharsets.ISO_8859_1)
            .lines()
            .findFirst()
            .orElse(""));
    return limit.lets(length);
  }

  private void copy(Socket from, Socket to, Gate gate) {
    try (from;
        to) {
      byte[] piece = new byte[1 << 16];
      for (int read = from.getInputStream().read(piece);
          read >= 0 && gate.passes(piece, read);
          read = from.getInputStream().read(piece)) {
        to.getOutputStream().write(piece, 0, read);
      }
    } catch (IOException _) {
      // One of the two has ended.
      return;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      through.remove(from);
      through.remove(to);
    }
  }

  @Override
  public void close() {
    limit.over.countDown();
    try {
      shut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
