package dev.codecsmith.service.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads server-sent events (HTML Standard, 9.2). A stream on which nothing comes for some time, not
 * even a comment, is closed, and neither a line nor an event is of any length.
 */
final class ServerSentEvents implements AutoCloseable {
  /** The longest answer to a job is a part of it. */
  static final int LONGEST_EVENT = 32 << 20;

  private final InputStream in;
  private final BufferedReader characters;

  /** An event. */
  record Event(int id, String name, String data) {}

  ServerSentEvents(InputStream in, Duration patience) {
    this.in = new WatchedStream(in, patience);
    this.characters = new BufferedReader(new InputStreamReader(this.in, StandardCharsets.UTF_8));
  }

  /** The next event; empty at the end of the stream. */
  Optional<Event> next() throws IOException {
    int id = 0;
    String name = "";
    StringBuilder data = new StringBuilder();
    try {
      for (Optional<String> next = line(); next.isPresent(); next = line()) {
        String line = next.get();
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
        if (data.length() > LONGEST_EVENT) {
          throw tooLong();
        }
      }
      return Optional.empty();
    } catch (NumberFormatException e) {
      throw new IOException("an event whose number is none", e);
    }
  }

  private static IOException tooLong() {
    return new IOException("an event of more than " + LONGEST_EVENT + " characters");
  }

  /** The next line; empty at the end of the stream. */
  private Optional<String> line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = characters.read(); next >= 0; next = characters.read()) {
      if (next == '\n') {
        int end = line.length();
        line.setLength(end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
        return Optional.of(line.toString());
      }
      if (line.length() > LONGEST_EVENT) {
        throw tooLong();
      }
      line.append((char) next);
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
  }

  /**
   * Reads the end of the stream, behind the last event, so that its connection can be used again. A
   * server that goes on is not listened to.
   */
  void finish() {
    try {
      int _ = characters.read();
    } catch (IOException _) {
      // Then it is not used again.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
