package dev.codecsmith.evolve.models.fake;

import com.sun.net.httpserver.HttpExchange;
import dev.codecsmith.evolve.models.fake.ServedCall.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Plays one scripted reply to one caller, faults and all. */
final class Performance {
  private static final int PIECE = 24;

  /** Closes the connection at once, which the JDK's server offers by no other means. */
  private static final class HangUp extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** How it ended, and what a real server would charge for it. */
  record Ended(Outcome outcome, FakeTokens charged) {}

  private final HttpExchange exchange;
  private final WireFormat wire;
  private final FakeRequest request;
  private final FakeReply reply;
  private final FakeTokens tokens;
  private final CountDownLatch closing;
  private boolean abrupt;

  Performance(
      HttpExchange exchange,
      WireFormat wire,
      FakeRequest request,
      FakeReply reply,
      FakeTokens tokens,
      CountDownLatch closing) {
    this.exchange = exchange;
    this.wire = wire;
    this.request = request;
    this.reply = reply;
    this.tokens = tokens;
    this.closing = closing;
  }

  /** How it is going to end if the caller stays. */
  Ended plan() {
    return switch (reply.fault().orElse(new Fault.SlowStream(Duration.ZERO))) {
      case Fault.SlowStream slow -> new Ended(Outcome.DELIVERED, tokens);
      case Fault.Status status -> new Ended(Outcome.FAULTED, FakeTokens.NONE);
      case Fault.CutBeforeHeaders cut -> new Ended(Outcome.FAULTED, FakeTokens.NONE);
      case Fault.NotTheApi page -> new Ended(Outcome.FAULTED, FakeTokens.NONE);
      case Fault.Raw raw -> new Ended(Outcome.FAULTED, FakeTokens.NONE);
      case Fault.CutMidReply cut -> brokenOff();
      case Fault.ErrorEvent error -> brokenOff();
      case Fault.MalformedJson malformed -> brokenOff();
      case Fault.Stall stall -> brokenOff();
    };
  }

  /** Returns how it ended when that is not as planned. */
  Optional<Ended> play() {
    exchange.getResponseHeaders().set(wire.requestIdHeader(), "req_" + request.number());
    try {
      if (reply.fault().isPresent()) {
        faulty(reply.fault().get());
      } else {
        faultless();
      }
      return Optional.empty();
    } catch (IOException callerGone) {
      abrupt = true;
      return plan().outcome() == Outcome.DELIVERED
          ? Optional.of(new Ended(Outcome.CALLER_GONE, tokens))
          : Optional.empty();
    }
  }

  /** Ends the connection as the script wants it; must come last. */
  void hangUp() {
    if (abrupt) {
      throw new HangUp();
    }
    exchange.close();
  }

  private void faultless() throws IOException {
    if (request.streaming()) {
      send(beginStream(), everything());
    } else {
      whole(200, "application/json", wire.whole(request, reply, tokens));
    }
  }

  private void faulty(Fault fault) throws IOException {
    switch (fault) {
      case Fault.Status(int code, String type, String message, Optional<Duration> retryAfter) -> {
        retryAfter
            .map(wait -> Long.toString(wait.toSeconds()))
            .ifPresent(wait -> exchange.getResponseHeaders().set("Retry-After", wait));
        whole(code, "application/json", wire.error(type, message));
      }
      case Fault.CutBeforeHeaders() -> abrupt = true;
      case Fault.CutMidReply(boolean politely) -> {
        send(beginStream(), half());
        abrupt = !politely;
      }
      case Fault.ErrorEvent(String type, String message) ->
          send(beginStream(), half(), wire.errorEvent(type, message));
      case Fault.MalformedJson() -> send(beginStream(), half(), wire.malformedEvent());
      case Fault.Stall() -> {
        send(beginStream(), half());
        pause(Duration.ofDays(1));
        abrupt = true;
      }
      case Fault.SlowStream(Duration pause) -> {
        OutputStream out = beginStream();
        for (String event : everything()) {
          pause(pause);
          send(out, List.of(event));
        }
      }
      case Fault.Raw(int status, String type, String body, Map<String, String> headers) -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        whole(status, type, body);
      }
      case Fault.NotTheApi() -> whole(200, "text/html", "<html><body>Welcome!</body></html>");
    }
  }

  private Ended brokenOff() {
    return new Ended(Outcome.FAULTED, wire.toldByOpening(tokens));
  }

  private List<String> everything() {
    List<String> events = new ArrayList<>(wire.opening(request, tokens));
    for (int from = 0; from < reply.text().length(); from += PIECE) {
      int to = Math.min(reply.text().length(), from + PIECE);
      events.add(wire.piece(request, reply.text().substring(from, to)));
    }
    events.addAll(wire.closing(request, reply, tokens));
    return events;
  }

  private List<String> half() {
    List<String> events = new ArrayList<>(wire.opening(request, tokens));
    String text = reply.text().substring(0, reply.text().length() / 2);
    if (!text.isEmpty()) {
      events.add(wire.piece(request, text));
    }
    return events;
  }

  private OutputStream beginStream() throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  private static void send(OutputStream out, List<String> events, String... last)
      throws IOException {
    out.write((String.join("", events) + String.join("", last)).getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void whole(int status, String type, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Waits, but not beyond the server's end. */
  private void pause(Duration wait) throws IOException {
    try {
      if (closing.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the server is closing");
      }
    } catch (InterruptedException e) {
      throw new IOException("the server is closing", e);
    }
  }
}
