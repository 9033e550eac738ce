package dev.codecsmith.evolve.models.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.codecsmith.evolve.campaign.Mutations;
import dev.codecsmith.evolve.models.FakeClock;
import dev.codecsmith.evolve.models.Heard;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.budget.Allowance;
import dev.codecsmith.evolve.models.price.Prices;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.models.retry.CallRetrySettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a server answers, the caller gets a reply or a fault that is one sentence. */
class ServerAnswerFuzzTest {
  /** Far more than any takes: a reader that hangs fails instead of holding up the build. */
  private static final Duration HANG = Duration.ofMinutes(2);

  private static final List<String> OPENAI =
      List.of(
          """
          data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a re"},"finish_reason":null}]}

          data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"ply"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}

          data: [DONE]

          """,
          """
          {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a reply"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}\
          """,
          """
          {"error":{"message":"slow down","type":"rate_limit","param":null,"code":"rate_limit_exceeded"}}\
          """,
          """
          data: {"error":{"message":"overloaded","code":503}}

          """);
  private static final List<String> CLAUDE =
      List.of(
          """
          event: message_start
          data: {"type":"message_start","message":{"id":"1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}}

          event: content_block_start
          data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

          event: content_block_delta
          data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a reply"}}

          event: content_block_stop
          data: {"type":"content_block_stop","index":0}

          event: message_delta
          data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}

          event: message_stop
          data: {"type":"message_stop"}

          """,
          """
          {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\
          """,
          """
          event: error
          data: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}

          """);
  private static final List<String> WORDS =
      List.of(
          "null",
          "429",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"stop\"",
          "\"tool_calls\"",
          "\"eos\"",
          "data: ",
          "data:",
          "\n\n",
          "event: error\n",
          ": comment\n",
          "[DONE]",
          "{\"error\":\"no\"}",
          "-1",
          "99999999999999999999",
          "1e999",
          "\"choices\":[],",
          "\r\n",
          "\ud800",
          "<html>");
  private static final List<String> WAITS =
      List.of("1", "-1", "1e300", "NaN", "Infinity", "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "0");
  private static final List<Integer> STATUSES =
      List.of(200, 200, 200, 200, 400, 401, 404, 429, 500, 503, 529);

  /** What the server answers to everything. */
  private record Answer(int status, String type, Optional<String> retryAfter, String body) {}

  private static volatile Answer answer = new Answer(200, "", Optional.empty(), "");
  private static Optional<HttpServer> server = Optional.empty();
  private static Optional<LanguageModel> openAi = Optional.empty();
  private static Optional<LanguageModel> claude = Optional.empty();

  @BeforeContainer
  static void start() throws Exception {
    HttpServer started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    started.createContext("/", ServerAnswerFuzzTest::reply);
    started.start();
    server = Optional.of(started);
    String url = "http://127.0.0.1:" + started.getAddress().getPort();
    CallPolicy policy =
        new CallPolicy(
            CallRetrySettings.defaults(),
            new FakeClock(),
            Prices.none(),
            new Heard(),
            true,
            Allowance.UNLIMITED);
    openAi =
        Optional.of(
            new OpenAiModel(
                ServerSettings.of("m").at(URI.create(url + "/v1")), Optional.empty(), policy));
    ApiKey key =
        ApiKey.require(
            Map.of(ClaudeModel.KEY_VARIABLE, "key"), ClaudeModel.KEY_VARIABLE, Optional.empty());
    claude = Optional.of(new ClaudeModel(ServerSettings.of("m").at(URI.create(url)), key, policy));
  }

  @AfterContainer
  static void stop() {
    server.ifPresent(started -> started.stop(0));
  }

  private static void reply(HttpExchange exchange) throws IOException {
    Answer now = answer;
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().set("Content-Type", now.type());
      now.retryAfter().ifPresent(value -> exchange.getResponseHeaders().set("Retry-After", value));
      byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
      if (body.length > 0) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  @Property(seed = "1", tries = 100)
  void anyAnswerInOpenAisFormatIsAReplyOrAFaultInASentence(@ForAll long seed) {
    assertTimeoutPreemptively(HANG, () -> ask(openAi.orElseThrow(), OPENAI, new Random(seed)));
  }

  @Property(seed = "2", tries = 100)
  void anyAnswerOfTheMessagesApiIsAReplyOrAFaultInASentence(@ForAll long seed) {
    assertTimeoutPreemptively(HANG, () -> ask(claude.orElseThrow(), CLAUDE, new Random(seed)));
  }

  private static void ask(LanguageModel model, List<String> answers, Random random)
      throws InterruptedException {
    String body = Mutations.of(answers, WORDS, random);
    answer =
        new Answer(
            STATUSES.get(random.nextInt(STATUSES.size())),
            random.nextInt(3) == 0 ? "application/json" : "text/event-stream",
            random.nextInt(3) == 0
                ? Optional.of(WAITS.get(random.nextInt(WAITS.size())))
                : Optional.empty(),
            body);
    try {
      assertThat(model.ask(ModelRequest.of("", "question")).text()).isNotNull();
    } catch (ModelException e) {
      assertThat(e.getMessage()).as(body).isNotBlank().hasSizeLessThan(2_000);
      assertThat(String.valueOf(e.getMessage()).lines()).as(body).hasSize(1);
    }
  }
}
