package dev.codecsmith.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a server and cuts connections in the middle of long answers, so many times. */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket door;
  private final URI server;
  private final long bytes;
  private final AtomicInteger cuts;

  /**
   * Opens its door.
   *
   * @param bytes how much of an answer goes through before it is cut
   * @param cuts how many are cut
   */
  CuttingProxy(URI server, long bytes, int cuts) throws IOException {
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.server = server;
    this.bytes = bytes;
    this.cuts = new AtomicInteger(cuts);
    Thread _ = Thread.ofVirtual().start(this::serve);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /** How many were not needed. */
  int cutsLeft() {
    return cuts.get();
  }

  private void serve() {
    try {
      while (true) {
        Socket client = door.accept();
        Socket behind = new Socket(server.getHost(), server.getPort());
        Thread _ = Thread.ofVirtual().start(() -> copy(client, behind, false));
        Thread _ = Thread.ofVirtual().start(() -> copy(behind, client, true));
      }
    } catch (IOException _) {
      return;
    }
  }

  private void copy(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 14];
      long through = 0;
      for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
        out.write(buffer, 0, got);
        through += got;
        if (answers && through > bytes && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          return;
        }
      }
    } catch (IOException _) {
      return;
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
