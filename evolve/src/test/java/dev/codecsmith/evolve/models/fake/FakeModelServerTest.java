package dev.codecsmith.evolve.models.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class FakeModelServerTest {
  private static final String ANTHROPIC =
      """
      {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "question"}]}
      """;
  private static final String OPENAI =
      """
      {"model": "m", "messages": [{"role": "user", "content": "question"}]}
      """;

  @Test
  void answersWholeInAnthropicsFormat() throws Exception {
    try (FakeModelServer server =
        FakeModelServer.start(
            FakeScript.inTurn(FakeReply.cutOff("text").counting(new FakeTokens(10, 20, 30, 40))))) {
      JsonNode reply = post(server.anthropicUrl() + "/v1/messages", ANTHROPIC);

      assertThat(reply.at("/content/0/text").asString()).isEqualTo("text");
      assertThat(reply.at("/stop_reason").asString()).isEqualTo("max_tokens");
      assertThat(reply.at("/usage/input_tokens").asInt()).isEqualTo(10);
      assertThat(reply.at("/usage/cache_read_input_tokens").asInt()).isEqualTo(20);
      assertThat(reply.at("/usage/cache_creation_input_tokens").asInt()).isEqualTo(30);
      assertThat(reply.at("/usage/output_tokens").asInt()).isEqualTo(40);
    }
  }

  @Test
  void answersWholeInOpenAisFormat() throws Exception {
    try (FakeModelServer server =
        FakeModelServer.start(
            FakeScript.inTurn(
                FakeReply.refusal("text").counting(new FakeTokens(10, 20, 30, 40))))) {
      JsonNode reply = post(server.openAiUrl() + "/chat/completions", OPENAI);

      assertThat(reply.at("/choices/0/message/content").asString()).isEqualTo("text");
      assertThat(reply.at("/choices/0/finish_reason").asString()).isEqualTo("content_filter");
      assertThat(reply.at("/usage/prompt_tokens").asInt()).isEqualTo(60);
      assertThat(reply.at("/usage/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(20);
      assertThat(reply.at("/usage/completion_tokens").asInt()).isEqualTo(40);
    }
  }

  @Test
  void wrongKeyIsTurnedAway() throws Exception {
    try (FakeModelServer server =
        FakeModelServer.start(FakeScript.of(request -> "hello"), 0, Optional.of("secret"))) {
      JsonNode reply = post(server.anthropicUrl() + "/v1/messages", ANTHROPIC);

      assertThat(reply.at("/error/type").asString()).isEqualTo("authentication_error");
    }
  }

  @Test
  void accountShowsWhatWasAnsweredTwice() throws Exception {
    try (FakeModelServer server = FakeModelServer.start(FakeScript.of(request -> "same"))) {
      post(server.anthropicUrl() + "/v1/messages", ANTHROPIC);
      post(server.anthropicUrl() + "/v1/messages", ANTHROPIC);
      post(server.anthropicUrl() + "/v1/messages", ANTHROPIC.replace("question", "other"));

      assertThat(server.deliveries().values()).containsExactlyInAnyOrder(2L, 1L);
      assertThat(server.calls())
          .extracting(ServedCall::prompt)
          .containsExactly("question", "question", "other");
    }
  }

  @Test
  void scriptFileGivesRepliesAndFaults(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("program.txt"), "from a file");
    Path script = folder.resolve("script.json");
    Files.writeString(
        script,
        """
        {"rules": [{"contains": "special", "reply": {"text": "ruled",
                    "tokens": {"input": 1, "output": 2}}}],
         "replies": ["first", {"file": "program.txt"}],
         "faults": [{"kind": "overloaded", "calls": [3]},
                    {"kind": "refusal", "every": 5}]}
        """);
    FakeScript read = ScriptFile.read(script);

    assertThat(read.answer(request(1, 0, "a")).text()).isEqualTo("first");
    assertThat(read.answer(request(2, 0, "b")).text()).isEqualTo("from a file");
    assertThat(read.answer(request(3, 0, "c")).fault()).contains(Fault.overloaded());
    assertThat(read.answer(request(4, 0, "special")).text()).isEqualTo("ruled");
    assertThat(read.answer(request(4, 0, "special")).tokens()).contains(new FakeTokens(1, 0, 0, 2));
    assertThat(read.answer(request(5, 0, "e")).ending()).isEqualTo(FakeReply.Ending.REFUSAL);
  }

  @Test
  void repliesByPromptDoNotDependOnTheOrderOfArrival(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("script.json");
    Files.writeString(
        script,
        """
        {"choose": "by-prompt", "replies": ["0", "1", "2", "3", "4", "5", "6"],
         "faults": [{"kind": "cut-middle", "first_times": 1}]}
        """);
    FakeScript read = ScriptFile.read(script);
    List<String> early = new ArrayList<>();
    List<String> late = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      early.add(read.answer(request(i + 1, 1, "prompt " + i)).text());
      late.add(read.answer(request(100 - i, 1, "prompt " + i)).text());
    }

    assertThat(early).isEqualTo(late);
    assertThat(early).contains("0", "6");
    assertThat(read.answer(request(7, 0, "a")).fault()).isPresent();
    assertThat(read.answer(request(8, 1, "a")).fault()).isEmpty();
  }

  @Test
  void unknownFaultIsAnErrorWhenTheScriptIsRead(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("script.json");
    Files.writeString(script, "{\"replies\": [\"a\"], \"faults\": [{\"kind\": \"earthquake\"}]}");

    assertThatThrownBy(() -> ScriptFile.read(script)).hasMessageContaining("earthquake");
  }

  @Test
  void runsAsAProcessOfItsOwn(@TempDir Path folder) throws Exception {
    Path script = folder.resolve("script.json");
    Files.writeString(script, "{\"replies\": [\"hello\"]}");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeModelServerMain.class.getName(),
                "--script",
                script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader()) {
      String url = output.readLine();

      JsonNode reply = post(url + "/v1/messages", ANTHROPIC);
      JsonNode account =
          FakeModelServer.JSON.readTree(
              send(HttpRequest.newBuilder(URI.create(url + "/calls")).build()));

      assertThat(reply.at("/content/0/text").asString()).isEqualTo("hello");
      assertThat(account.at("/0/outcome").asString()).isEqualTo("DELIVERED");
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static FakeRequest request(int number, int seen, String prompt) {
    return new FakeRequest(
        number,
        seen,
        FakeRequest.Wire.ANTHROPIC,
        "m",
        List.of(new FakeRequest.Segment("user", prompt, false)),
        9,
        OptionalDouble.empty(),
        false,
        "",
        "");
  }

  private static JsonNode post(String url, String body) throws Exception {
    return FakeModelServer.JSON.readTree(
        send(
            HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
  }

  private static String send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
