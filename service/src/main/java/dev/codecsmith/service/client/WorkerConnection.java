package dev.codecsmith.service.client;

import dev.codecsmith.store.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Requests to one worker, with its token. */
final class WorkerConnection {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** From an answer's first byte to its last. */
  private static final Duration ANSWERING = Duration.ofSeconds(30);

  private static final int LONGEST_ANSWER = ServerSentEvents.LONGEST_EVENT;

  private final URI address;
  private final Optional<String> token;
  private volatile HttpClient http = client();
  private volatile int cutOffs;

  /**
   * @param address such as {@code http://127.0.0.1:8080}
   * @throws IllegalArgumentException if it is no address of a worker, in a sentence
   */
  WorkerConnection(URI address, Optional<String> token) {
    WorkerAddress.check(address);
    this.address = address;
    this.token = token;
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .connectTimeout(CONNECT)
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  /**
   * Ends all requests that are under way, and answers that still come, with an {@link IOException}:
   * the worker is known to be dead, and TCP may not say so for minutes.
   */
  synchronized void cutOff() {
    HttpClient before = http;
    cutOffs++;
    http = client();
    before.shutdownNow();
  }

  /** How often it was cut off. */
  int cutOffs() {
    return cutOffs;
  }

  URI address() {
    return address;
  }

  HttpRequest.Builder to(String path) {
    String base = address.toString().replaceFirst("/+$", "");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return request;
  }

  /**
   * Sends a request; an answer that says no is an answer. A server may close a connection that is
   * kept open at any time (RFC 9112, 9.5), also just as it is used again: so a request is sent once
   * more. A worker takes each of them twice as once.
   */
  <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    int before = cutOffs;
    try {
      return http.send(request, body);
    } catch (ConnectException | HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (cutOffs != before) {
        throw new IOException("it does not say any more that it is well", e);
      }
      return http.send(request, body);
    }
  }

  /** Sends a request whose body must not be sent again as a whole. */
  <T> HttpResponse<T> sendOnce(HttpRequest request, BodyHandler<T> body)
      throws IOException, InterruptedException {
    return http.send(request, body);
  }

  /** Sends JSON and reads the answer's text. */
  HttpResponse<String> post(String path, JsonNode body, Duration patience, String... headers)
      throws IOException, InterruptedException {
    BodyPublisher json = BodyPublishers.ofByteArray(Json.mapper().writeValueAsBytes(body));
    HttpRequest.Builder request =
        to(path).timeout(patience).header("Content-Type", "application/json").POST(json);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build(), text());
  }

  /** The text of an answer, which may be a whole reply. */
  static BodyHandler<String> text() {
    return BoundedText.of(LONGEST_ANSWER, ANSWERING);
  }

  /** The sentence in a refusal, or what stands in its place. */
  static String sentence(String body) {
    try {
      JsonNode json = Json.read(body, JsonNode.class);
      return json.path("error").asString(body);
    } catch (JacksonException e) {
      return body.length() > 200 ? body.substring(0, 200) + "…" : body;
    }
  }
}
