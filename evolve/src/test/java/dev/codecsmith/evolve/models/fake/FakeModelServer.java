package dev.codecsmith.evolve.models.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The server: {@code POST /v1/messages} and {@code POST /v1/chat/completions}, both streaming or
 * not, and {@code GET /calls}, its account as JSON. It listens on loopback only.
 */
public final class FakeModelServer implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  static {
    // Otherwise the JDK's server holds small packets back and every reply takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeScript script;
  private final Optional<String> requiredKey;
  private final TokenMeter meter = new TokenMeter();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final SortedMap<Integer, ServedCall> calls = new TreeMap<>();
  private final Map<String, Integer> seen = new HashMap<>();
  private int arrived;

  private FakeModelServer(FakeScript script, int port, Optional<String> requiredKey)
      throws IOException {
    this.script = script;
    this.requiredKey = requiredKey;
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    http.setExecutor(threads);
    http.createContext("/v1/messages", exchange -> serve(exchange, new AnthropicWire()));
    http.createContext("/v1/chat/completions", exchange -> serve(exchange, new OpenAiWire()));
    http.createContext("/calls", this::showAccount);
    http.start();
  }

  /** Starts on a free port. */
  public static FakeModelServer start(FakeScript script) {
    return start(script, 0, Optional.empty());
  }

  /**
   * Starts.
   *
   * @param port 0 for a free one
   * @param requiredKey the key without which nobody is served
   */
  public static FakeModelServer start(FakeScript script, int port, Optional<String> requiredKey) {
    try {
      return new FakeModelServer(script, port, requiredKey);
    } catch (IOException e) {
      throw new UncheckedIOException("no fake model server on port " + port, e);
    }
  }

  public int port() {
    return http.getAddress().getPort();
  }

  /** What a client of the Messages API takes as its base URL. */
  public URI anthropicUrl() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** What a client of chat completions takes as its base URL. */
  public URI openAiUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/v1");
  }

  /** Every call served so far, in the order of arrival. */
  public List<ServedCall> calls() {
    synchronized (calls) {
      return List.copyOf(calls.values());
    }
  }

  /** How often each request was answered in full; more than once has been paid for twice. */
  public Map<String, Long> deliveries() {
    Map<String, Long> counts = new HashMap<>();
    for (ServedCall call : calls()) {
      if (call.outcome() == ServedCall.Outcome.DELIVERED) {
        counts.merge(call.fingerprint(), 1L, Long::sum);
      }
    }
    return counts;
  }

  @Override
  public void close() {
    closing.countDown();
    http.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange, WireFormat wire) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    FakeRequest request = register(wire.parse(exchange, body));
    FakeReply reply =
        requiredKey.isPresent() && !request.key().equals(requiredKey.get())
            ? FakeReply.empty().with(Fault.wrongKey())
            : script.answer(request);
    FakeTokens tokens = reply.tokens().orElseGet(() -> meter.count(request, reply.text()));
    Performance performance = new Performance(exchange, wire, request, reply, tokens, closing);
    // Written down before the caller can know, so that a test that has its reply finds it here.
    account(request, reply, performance.plan());
    performance.play().ifPresent(changed -> account(request, reply, changed));
    performance.hangUp();
  }

  private void account(FakeRequest request, FakeReply reply, Performance.Ended ended) {
    ServedCall call =
        new ServedCall(
            request.number(),
            request.wire(),
            request.model(),
            request.fingerprint(),
            request.prompt(),
            ended.outcome(),
            ended.charged(),
            reply.fault().map(fault -> fault.getClass().getSimpleName()).orElse(""));
    synchronized (calls) {
      calls.put(call.number(), call);
    }
  }

  private FakeRequest register(FakeRequest parsed) {
    synchronized (seen) {
      int before = seen.merge(parsed.fingerprint(), 1, Integer::sum) - 1;
      return new FakeRequest(
          ++arrived,
          before,
          parsed.wire(),
          parsed.model(),
          parsed.segments(),
          parsed.maxTokens(),
          parsed.temperature(),
          parsed.streaming(),
          parsed.key(),
          parsed.body());
    }
  }

  private void showAccount(HttpExchange exchange) throws IOException {
    byte[] json = JSON.writeValueAsBytes(calls());
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, json.length);
    exchange.getResponseBody().write(json);
    exchange.close();
  }
}
