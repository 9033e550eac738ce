package dev.codecsmith.evolve.models.wire;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6). The SDKs' own readers drop whatever their
 * maker's server would not send; this one drops nothing, since what other servers send instead says
 * what went wrong: an event without its name, an error without {@code data:}, a page of text.
 */
final class ServerSentEventReader {
  private static final int MOST_LINE_CHARS = 16_000_000;
  private static final int REMEMBERED_CHARS = 300;
  private static final int END = -1;

  private final Reader text;
  private final StringBuilder foreign = new StringBuilder();
  private boolean afterCarriageReturn;

  ServerSentEventReader(Reader text) {
    this.text = text;
  }

  /**
   * The next event; empty at the end. An event that the end cuts short is given as far as it came.
   *
   * @throws IOException when the connection breaks, or a line is longer than any that is meant
   */
  Optional<ServerSentEvent> next() throws IOException {
    String name = "";
    StringBuilder data = new StringBuilder();
    boolean any = false;
    while (true) {
      Optional<String> line = line();
      if (line.isEmpty() || line.get().isEmpty()) {
        if (any) {
          return Optional.of(new ServerSentEvent(name, data.toString(), line.isEmpty()));
        }
        if (line.isEmpty()) {
          return Optional.empty();
        }
        name = "";
        continue;
      }
      String field = line.get();
      if (field.startsWith("data:")) {
        data.append(any ? "\n" : "").append(value(field));
        any = true;
      } else if (field.startsWith("event:")) {
        name = value(field).strip();
      } else if (field.startsWith("{")) {
        // An error that was put into the stream as it is.
        data.append(any ? "\n" : "").append(field);
        any = true;
      } else if (!field.startsWith(":")
          && !field.startsWith("id:")
          && !field.startsWith("retry:")) {
        remember(field);
      }
    }
  }

  /** The beginning of what is no part of any event; empty if there was nothing. */
  String foreign() {
    return foreign.toString();
  }

  private void remember(String line) {
    if (foreign.length() < REMEMBERED_CHARS) {
      foreign.append(foreign.isEmpty() ? "" : "\n");
      foreign.append(line, 0, Math.min(line.length(), REMEMBERED_CHARS));
    }
  }

  private static String value(String field) {
    String value = field.substring(field.indexOf(':') + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  /** A line without its end, which is a line feed, a carriage return, or both. */
  private Optional<String> line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = text.read();
    if (afterCarriageReturn && next == '\n') {
      next = text.read();
    }
    afterCarriageReturn = false;
    if (next == END) {
      return Optional.empty();
    }
    while (next != END && next != '\n' && next != '\r') {
      line.append((char) next);
      if (line.length() > MOST_LINE_CHARS) {
        throw new IOException(
            "a line of the answer has more than %d characters".formatted(MOST_LINE_CHARS));
      }
      next = text.read();
    }
    // The line feed behind it may come much later: it is not waited for here.
    afterCarriageReturn = next == '\r';
    return Optional.of(line.toString());
  }
}
