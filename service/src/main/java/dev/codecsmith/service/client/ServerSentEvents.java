package dev.codecsmith.service.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads server-sent events (HTML Standard, 9.2). A stream on which nothing comes for some time, not
 * even a comment, is closed: who sends is gone, and TCP may not say so for hours.
 */
final class ServerSentEvents implements AutoCloseable {
  private static final int LONGEST_LINE = 64 << 20;

  private final InputStream in;
  private final BufferedReader lines;
  private final AtomicLong heard = new AtomicLong(System.nanoTime());
  private final AtomicBoolean silent = new AtomicBoolean();
  private final Thread watch;

  /** An event. */
  record Event(int id, String name, String data) {}

  ServerSentEvents(InputStream in, Duration patience) {
    this.in = in;
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    this.watch = Thread.ofVirtual().name("sse-watch").start(() -> watch(patience));
  }

  private void watch(Duration patience) {
    try {
      while (true) {
        long left = patience.toNanos() - (System.nanoTime() - heard.get());
        if (left <= 0) {
          silent.set(true);
          in.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException | IOException e) {
      // It is closed already.
      return;
    }
  }

  /** The next event; empty at the end of the stream. */
  Optional<Event> next() throws IOException {
    int id = 0;
    String name = "";
    StringBuilder data = new StringBuilder();
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.set(System.nanoTime());
        if (line.isEmpty() && !name.isEmpty()) {
          return Optional.of(new Event(id, name, data.toString()));
        }
        if (line.startsWith("id: ")) {
          id = Integer.parseInt(line.substring(4));
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line, 6, line.length());
        }
        if (data.length() > LONGEST_LINE) {
          throw new IOException("an event of more than " + LONGEST_LINE + " characters");
        }
      }
      return Optional.empty();
    } catch (NumberFormatException e) {
      throw new IOException("an event whose number is none", e);
    } catch (IOException e) {
      throw silent.get() ? new IOException("nothing was heard for too long", e) : e;
    }
  }

  /**
   * Reads the end of the stream, behind the last event, so that its connection can be used again. A
   * server that goes on is not listened to.
   */
  void finish() {
    try {
      String _ = lines.readLine();
    } catch (IOException _) {
      // Then it is not used again.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    in.close();
  }
}
