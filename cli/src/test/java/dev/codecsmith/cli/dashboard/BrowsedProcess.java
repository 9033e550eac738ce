package dev.codecsmith.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.CommandProcess;
import dev.codecsmith.store.aws.TestCredentials;
import dev.codecsmith.store.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** A process of the command that shows campaigns, asked as its page asks it. */
public final class BrowsedProcess implements AutoCloseable {
  private static final String FIRST_WORD = "Dashboard: ";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final BufferedReader errors;
  private final String address;
  private final String token;

  private BrowsedProcess(Process process) throws IOException {
    this.process = process;
    this.errors = process.errorReader(StandardCharsets.UTF_8);
    String line = errors.readLine();
    while (line != null && !line.startsWith(FIRST_WORD)) {
      line = errors.readLine();
    }
    assertThat(line).as("it says where it is").isNotNull();
    this.address = line.substring(FIRST_WORD.length()).split(" ", 2)[0];
    this.token = line.split("#token=", 2)[1].split(" ", 2)[0];
  }

  /** Starts {@code codecsmith} with these words, and waits until it says where it is. */
  public static BrowsedProcess of(String... words) throws IOException {
    return new BrowsedProcess(CommandProcess.of(words).start());
  }

  /** The same with the credentials of the tests' stores in the cloud. */
  static BrowsedProcess withCredentials(String... words) throws IOException {
    ProcessBuilder command = CommandProcess.of(words);
    command.environment().put("AWS_ACCESS_KEY_ID", TestCredentials.ID);
    command.environment().put("AWS_SECRET_ACCESS_KEY", TestCredentials.SECRET);
    return new BrowsedProcess(command.start());
  }

  /** Of its page, with a slash behind. */
  String address() {
    return address;
  }

  /** The same, with the right to change something. */
  String addressWithToken() {
    return address + "#token=" + token;
  }

  /** What it answers to a path, such as {@code api/experiments}. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address + path)).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.mapper().readTree(answer.body());
  }

  /** What it says when somebody with its token asks it to do something, such as DELETE. */
  JsonNode ask(String method, String path) throws IOException, InterruptedException {
    return Json.mapper().readTree(answer(method, path).body());
  }

  /** The same with something to say. */
  JsonNode ask(String method, String path, String json) throws IOException, InterruptedException {
    return Json.mapper()
        .readTree(answer(method, path, HttpRequest.BodyPublishers.ofString(json)).body());
  }

  /** Why it does not do that now. */
  String refusal(String method, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = answer(method, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    return Json.mapper().readTree(answer.body()).path("error").asString();
  }

  private HttpResponse<String> answer(String method, String path)
      throws IOException, InterruptedException {
    return answer(method, path, HttpRequest.BodyPublishers.noBody());
  }

  private HttpResponse<String> answer(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Authorization", "Bearer " + token)
            .method(method, body)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** Waits until it has ended by itself, and returns what it ended with. */
  int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Asks it to end, as Ctrl+C does, and returns the next that it says. */
  String end() throws IOException {
    // Process.destroy() would close what it says as well.
    boolean asked = process.toHandle().destroy();
    assertThat(asked).isTrue();
    return errors.readLine();
  }

  @Override
  public void close() {
    client.close();
    Process _ = process.destroyForcibly().onExit().join();
  }
}
