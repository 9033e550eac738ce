package dev.codecsmith.service.limits;

import dev.codecsmith.service.protocol.BadRequestException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Server-sent events to who asked for them, gathered and sent together. */
public final class EventStream {
  private final OutputStream out;
  private final StringBuilder gathered = new StringBuilder();

  private EventStream(OutputStream out) {
    this.out = out;
  }

  /** Begins the answer. */
  public static EventStream to(Context context) throws IOException {
    context.contentType("text/event-stream").header("Cache-Control", "no-store");
    return new EventStream(context.res().getOutputStream());
  }

  /** The number of the last event that the caller knows; 0 where it says nothing. */
  public static long lastKnown(Context context) throws BadRequestException {
    String text = Optional.ofNullable(context.header("Last-Event-ID")).orElse("0");
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new BadRequestException("Last-Event-ID must be the number of an event.");
    }
  }

  /**
   * Adds an event.
   *
   * @param name its kind
   * @param data one line
   */
  public EventStream add(long number, String name, String data) {
    gathered.append("id: ").append(number).append('\n');
    return add(name, data);
  }

  /** Adds one that has no number. */
  public EventStream add(String name, String data) {
    gathered.append("event: ").append(name).append("\ndata: ").append(data).append("\n\n");
    return this;
  }

  /** Sends what was added, or a sign of life, by which one whose reader is gone is found. */
  public void send() throws IOException {
    String text = gathered.isEmpty() ? ": ping\n\n" : gathered.toString();
    gathered.setLength(0);
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
