package dev.codecsmith.evolve.models.calls;

import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelReplyBuilder;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.budget.KillTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process for {@link KillTest} to kill: asks in forty slots, four at a time, with a call log, and
 * prints the replies. Its model is a few lines of plain HTTP, because the SDKs take seconds to come
 * up and what is tested is the log.
 */
public final class KilledCampaign {
  public static final int SLOTS = 40;
  public static final int SIDE_BY_SIDE = 4;

  private KilledCampaign() {}

  /** Arguments: the server's address and the log's file. */
  public static void main(String[] arguments) throws Exception {
    try (FileCallLog log = FileCallLog.open(Path.of(arguments[1]));
        HttpClient http = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      LanguageModel model =
          new RecordingModel(
              new PlainModel(http, URI.create(arguments[0])), log, CallClock.system());
      List<Future<String>> replies = new ArrayList<>();
      for (int i = 0; i < SLOTS; i++) {
        ModelRequest request = ModelRequest.of("", "question " + i).inSlot("slot " + i);
        replies.add(threads.submit(() -> model.ask(request).text()));
      }
      for (Future<String> reply : replies) {
        System.out.println(reply.get());
      }
    }
  }

  private record PlainModel(HttpClient http, URI url) implements LanguageModel {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String name() {
      return "plain";
    }

    @Override
    public ModelReply ask(ModelRequest request) throws ModelException, InterruptedException {
      Map<String, Object> message =
          Map.of("role", "user", "content", request.messages().getFirst().text());
      String body =
          JSON.writeValueAsString(
              Map.of("model", "plain", "max_tokens", 9, "messages", List.of(message)));
      try {
        JsonNode reply =
            JSON.readTree(
                http.send(
                        HttpRequest.newBuilder(url)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                        HttpResponse.BodyHandlers.ofString())
                    .body());
        return ModelReplyBuilder.builder()
            .text(reply.at("/content/0/text").asString())
            .reasoning("")
            .stop(StopReason.COMPLETE)
            .stopDetail(Optional.empty())
            .usage(Optional.empty())
            .costUsd(Optional.of(BigDecimal.ONE))
            .latency(Duration.ZERO)
            .model("plain")
            .requestId("")
            .attempts(List.of())
            .build();
      } catch (IOException e) {
        throw new ModelException(ModelException.Kind.UNREACHABLE, "no reply", e);
      }
    }
  }
}
