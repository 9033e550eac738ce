package dev.codecsmith.evolve.models.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The body of an answer, told apart by how it begins and not by what its headers promise: one JSON
 * value, or a stream of events.
 */
public final class ServerBody {
  private static final int MOST_CHARS = 32_000_000;
  private static final int ERROR_CHARS = 200_000;
  private static final int SHOWN_CHARS = 200;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final ServerSentEventReader events;
  private final Optional<JsonNode> whole;
  private String foreign = "";

  private ServerBody(Reader text, Optional<JsonNode> whole) {
    this.events = new ServerSentEventReader(text);
    this.whole = whole;
  }

  /**
   * Reads as much as it takes to know what it is.
   *
   * @throws IOException when the connection breaks
   */
  public static ServerBody of(InputStream bytes) throws IOException {
    BufferedReader text = reader(bytes);
    int first;
    do {
      text.mark(1);
      first = text.read();
    } while (first >= 0 && (Character.isWhitespace(first) || first == BYTE_ORDER_MARK));
    text.reset();
    if (first != '{' && first != '[') {
      return new ServerBody(text, Optional.empty());
    }
    String json = beginning(text, MOST_CHARS);
    ServerBody body = new ServerBody(text, JsonFields.parse(json));
    body.foreign = json;
    return body;
  }

  /**
   * The text of an error's body, cut where it becomes too long; empty when the connection breaks.
   */
  public static String ofError(InputStream bytes) {
    try {
      return beginning(reader(bytes), ERROR_CHARS);
    } catch (IOException broken) {
      return "";
    }
  }

  /** The JSON value that it is; empty if it is none. */
  public Optional<JsonNode> whole() {
    return whole;
  }

  /**
   * The next event.
   *
   * @throws IOException when the connection breaks
   */
  public Optional<ServerSentEvent> next() throws IOException {
    return events.next();
  }

  /** How it begins, on one line, where that is no event; empty if there is nothing. */
  public String foreign() {
    String begin = foreign.isEmpty() ? events.foreign() : foreign;
    String message = ServerError.ofBody(begin).message();
    return message.isEmpty() ? ServerError.oneLine(begin, SHOWN_CHARS) : message;
  }

  private static BufferedReader reader(InputStream bytes) {
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
  }

  private static String beginning(Reader text, int most) throws IOException {
    StringBuilder read = new StringBuilder();
    char[] buffer = new char[8192];
    while (read.length() < most) {
      int count = text.read(buffer, 0, Math.min(buffer.length, most - read.length()));
      if (count < 0) {
        break;
      }
      read.append(buffer, 0, count);
    }
    return read.toString();
  }
}
