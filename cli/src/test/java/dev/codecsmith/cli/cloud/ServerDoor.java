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
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a server; shut, the server cannot be reached and connections are cut. */
final class ServerDoor implements AutoCloseable {
  private final URI server;
  private final Set<Socket> through = ConcurrentHashMap.newKeySet();
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final int port;
  private ServerSocket door;

  ServerDoor(URI server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.port = door.getLocalPort();
    serve(door);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What came through with one of these methods for a path that begins so. */
  List<String> requests(String method, String path) {
    synchronized (requests) {
      return requests.stream().filter(line -> line.startsWith(method + " " + path)).toList();
    }
  }

  void shut() throws IOException {
    door.close();
    for (Socket each : through) {
      each.close();
    }
    through.clear();
  }

  void open() throws IOException {
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
                  Thread _ = Thread.ofVirtual().start(() -> copy(client, behind, requests));
                  Thread _ =
                      Thread.ofVirtual().start(() -> copy(behind, client, new ArrayList<>()));
                }
              } catch (IOException _) {
                // It was shut.
                return;
              }
            });
  }

  /**
   * @param lines takes the first line of each piece: of requests, method and path
   */
  private void copy(Socket from, Socket to, List<String> lines) {
    try (from;
        to) {
      byte[] piece = new byte[1 << 16];
      for (int read = from.getInputStream().read(piece);
          read >= 0;
          read = from.getInputStream().read(piece)) {
        lines.add(
            new String(piece, 0, Math.min(read, 200), StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse(""));
        to.getOutputStream().write(piece, 0, read);
      }
    } catch (IOException _) {
      // One of the two has ended.
      return;
    } finally {
      through.remove(from);
      through.remove(to);
    }
  }

  @Override
  public void close() {
    try {
      shut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
