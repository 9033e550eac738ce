package dev.codecsmith.cli.status;

import dev.codecsmith.cli.status.ProcessState.Target;
import dev.codecsmith.service.client.TlsFaults;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Asks orchestrators and workers, all at the same time; who does not answer soon is down. */
final class ProcessClient implements AutoCloseable {
  private final Function<String, Optional<String>> tokens;
  private final Duration patience;
  private final HttpClient http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param tokens what processes of a kind are shown
   * @param patience how long all that is asked of one process may take, looking up its name
   *     included
   */
  ProcessClient(Function<String, Optional<String>> tokens, Duration patience) {
    this.tokens = tokens;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(patience)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** How each of them is, in their order. */
  List<ProcessState> ask(List<Target> targets) throws InterruptedException {
    List<Callable<ProcessState>> questions = new ArrayList<>();
    targets.forEach(target -> questions.add(() -> ask(target)));
    List<Future<ProcessState>> answers =
        threads.invokeAll(questions, patience.toMillis(), TimeUnit.MILLISECONDS);
    List<ProcessState> states = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      states.add(state(targets.get(i), answers.get(i)));
    }
    return states;
  }

  private ProcessState silent(Target target) {
    return ProcessState.down(target, "It does not answer within " + patience.toMillis() + " ms.");
  }

  private ProcessState state(Target target, Future<ProcessState> answer)
      throws InterruptedException {
    try {
      return answer.get();
    } catch (CancellationException e) {
      return silent(target);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProcessState ask(Target target) throws InterruptedException {
    try {
      JsonNode health = json(get(target, "/health"));
      if (!health.path("live").asBoolean(false)) {
        return ProcessState.down(
            target, "Something else listens there: it tells no health as Codecsmith does.");
      }
      boolean ready = health.path("ready").asBoolean(false);
      String reasons =
          String.join(" ", health.path("reasons").valueStream().map(JsonNode::asString).toList());
      HttpResponse<String> status = get(target, "/status");
      if (status.statusCode() == 401) {
        return new ProcessState(
            target,
            true,
            ready,
            Optional.of(
                (reasons
                        + " It wants a token to tell more: give "
                        + (target.kind().equals(StatusCommand.WORKER)
                            ? "--worker-token-file or --token-file."
                            : "--token-file."))
                    .strip()),
            JsonNodeFactory.instance.missingNode(),
            List.of());
      }
      if (status.statusCode() == 404) {
        return ProcessState.down(
            target, "Something else listens there, such as a run's dashboard: it has no /status.");
      }
      List<JsonNode> campaigns =
          target.kind().equals(StatusCommand.ORCHESTRATOR)
              ? json(get(target, "/campaigns")).path("campaigns").valueStream().toList()
              : List.of();
      return new ProcessState(
          target,
          true,
          ready,
          Optional.of(reasons).filter(text -> !text.isEmpty()),
          json(status),
          campaigns);
    } catch (HttpTimeoutException e) {
      return silent(target);
    } catch (ConnectException e) {
      return ProcessState.down(
          target,
          "Nothing listens there"
              + Optional.ofNullable(e.getMessage()).map(why -> " (" + why + ").").orElse("."));
    } catch (IOException e) {
      return ProcessState.down(
          target, TlsFaults.sentence(e).orElse("It does not answer (" + e.getMessage() + ")."));
    }
  }

  private HttpResponse<String> get(Target target, String path)
      throws IOException, InterruptedException {
    return http.send(to(target, path).timeout(patience).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(Target target, String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(target.address().toString().replaceFirst("/+$", "") + path));
    tokens
        .apply(target.kind())
        .ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return request;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return JsonMapper.shared().readTree(answer.body());
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  /** An answer that begins soon and may go on without end, line by line; to be closed. */
  HttpResponse<Stream<String>> lines(Target target, String path)
      throws IOException, InterruptedException {
    return http.send(to(target, path).timeout(patience).build(), BodyHandlers.ofLines());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }
}
