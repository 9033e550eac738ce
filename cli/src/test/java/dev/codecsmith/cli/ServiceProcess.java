package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.aws.TestCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An orchestrator, or a worker, in a process of its own, on any port that is free. */
public final class ServiceProcess {
  private final Process process;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final List<String> before = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final String token;
  private final URI address;

  private ServiceProcess(ProcessBuilder command, String secret)
      throws IOException, InterruptedException {
    this.token = secret;
    this.process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader errors = process.errorReader(StandardCharsets.UTF_8);
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try {
                errors.lines().forEach(said::add);
              } catch (UncheckedIOException e) {
                // It was killed.
                said.add(e.toString());
              }
              said.add("THE END");
            });
    String line = awaitLine(" listens on ");
    this.address = URI.create(line.replaceFirst(".* listens on (http://[^ ,]*:\\d+).*", "$1"));
  }

  /**
   * Starts one and waits until it listens.
   *
   * @param kind {@code orchestrator} or {@code worker}
   * @param token a file that holds {@code secret}
   * @param more options
   */
  public static ServiceProcess start(
      String kind, Path data, Path token, String secret, String... more)
      throws IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(
                kind, "--port", "0", "--data", data.toString(), "--token-file", token.toString()));
    words.addAll(List.of(more));
    ProcessBuilder command = CommandProcess.of(words.toArray(String[]::new));
    command.environment().put("AWS_ACCESS_KEY_ID", TestCredentials.ID);
    command.environment().put("AWS_SECRET_ACCESS_KEY", TestCredentials.SECRET);
    return new ServiceProcess(command, secret);
  }

  public URI address() {
    return address;
  }

  /** Waits until it says a line with that part. */
  public String awaitLine(String part) throws InterruptedException {
    String line = said.take();
    while (!line.contains(part)) {
      before.add(line);
      assertThat(line).as("%s was never said: %s", part, before).isNotEqualTo("THE END");
      line = said.take();
    }
    return line;
  }

  public HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(address + path))
        .header("Authorization", "Bearer " + token);
  }

  public HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  public HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path).GET());
  }

  public JsonNode json(String path) throws IOException, InterruptedException {
    return JsonMapper.shared().readTree(get(path).body());
  }

  public HttpResponse<String> post(String yaml) throws IOException, InterruptedException {
    return send(
        to("/campaigns")
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(yaml)));
  }

  /** What its events tell, one after the other. */
  public Stream<String> events(String campaign) throws IOException, InterruptedException {
    return client
        .send(to("/campaigns/" + campaign + "/events").GET().build(), BodyHandlers.ofLines())
        .body();
  }

  /** Follows a campaign to its end. */
  public JsonNode awaitEnd(String campaign) throws IOException, InterruptedException {
    try (Stream<String> lines = events(campaign)) {
      assertThat(lines.anyMatch("event: end"::equals)).as(before.toString()).isTrue();
    }
    return json("/campaigns/" + campaign);
  }

  /** With {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends a signal, such as {@code STOP}. */
  public void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /**
   * Stops it by a signal while a process that it has started is there, whose end it cannot hear of
   * before it goes on.
   */
  public void stopAtWork() throws IOException, InterruptedException {
    do {
      signal("CONT");
      while (process.descendants().findAny().isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
      signal("STOP");
    } while (process.descendants().findAny().isEmpty());
  }

  /** With SIGTERM; returns the exit code. */
  public int end() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  /** Whatever it does. */
  public void close() throws InterruptedException {
    kill();
    client.close();
  }
}
