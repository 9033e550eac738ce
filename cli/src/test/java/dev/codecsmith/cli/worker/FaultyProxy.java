package dev.codecsmith.cli.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Stands between a campaign and its worker, and does to their connections what a test wants. */
final class FaultyProxy implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int worker;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile State state = new State(null);

  /** What may happen. */
  enum Fault {
    /** Connections stay open, and nothing passes any more. */
    HUNG,
    /** Each request is answered with 500. */
    ERRORS,
    /** Each request is answered with 200 and what is no JSON. */
    GARBAGE,
    /** Each answer is cut off in its middle. */
    HALF_AN_ANSWER
  }

  /** What happens, until the latch opens. */
  private record State(@Nullable Fault fault, CountDownLatch end) {
    State(@Nullable Fault fault) {
      this(fault, new CountDownLatch(1));
    }
  }

  /**
   * @param worker its port
   */
  FaultyProxy(int worker) throws IOException {
    this.worker = worker;
    Thread _ = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on, also for the connections that are open. */
  void fault(Fault fault) {
    change(new State(fault));
    if (fault != Fault.HUNG) {
      closeAll();
    }
  }

  /** New connections pass; those that saw the fault are gone. */
  void mend() {
    closeAll();
    change(new State(null));
  }

  private void change(State next) {
    State before = state;
    state = next;
    before.end().countDown();
  }

  private void closeAll() {
    for (Socket socket : open) {
      close(socket);
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        open.add(client);
        Thread _ = Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // The test has ended.
      return;
    }
  }

  private void serve(Socket client) {
    try {
      Fault fault = state.fault();
      if (fault == Fault.ERRORS) {
        answer(client, "HTTP/1.1 500 Internal Server Error\r\n", "<h1>Oops</h1>");
      } else if (fault == Fault.GARBAGE) {
        answer(client, "HTTP/1.1 200 OK\r\n", "\u0000}{ not what was asked for");
      } else {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), worker);
        open.add(server);
        Thread _ = Thread.ofVirtual().start(() -> pass(client, server, Long.MAX_VALUE));
        pass(server, client, fault == Fault.HALF_AN_ANSWER ? 60 : Long.MAX_VALUE);
      }
    } catch (IOException e) {
      close(client);
    }
  }

  private void answer(Socket client, String status, String body) throws IOException {
    int _ = client.getInputStream().read(new byte[1 << 16]);
    client
        .getOutputStream()
        .write(
            (status + "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1));
    close(client);
  }

  /**
   * @param most bytes until the connection is cut
   */
  private void pass(Socket from, Socket to, long most) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[1 << 16];
      long left = most;
      for (int read = in.read(piece); read >= 0 && left > 0; read = in.read(piece)) {
        State now = state;
        if (now.fault() == Fault.HUNG) {
          now.end().await();
        }
        out.write(piece, 0, (int) Math.min(read, left));
        out.flush();
        left -= read;
      }
    } catch (IOException e) {
      // One side is gone, so the other goes too.
      close(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(from);
      close(to);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    mend();
  }
}
