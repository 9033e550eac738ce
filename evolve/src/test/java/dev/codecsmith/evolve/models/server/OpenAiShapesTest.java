package dev.codecsmith.evolve.models.server;

import static dev.codecsmith.evolve.models.server.ServerShapes.json;
import static dev.codecsmith.evolve.models.server.ServerShapes.page;
import static dev.codecsmith.evolve.models.server.ServerShapes.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.StopReason;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.fake.Fault;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers of OpenAI's format were seen to answer, and what it must be taken for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiShapesTest {
  private static final String DONE = "data: [DONE]\n\n";

  private ServerShapes shapes;

  @BeforeAll
  void start() throws Exception {
    shapes =
        new ServerShapes((server, policy) ->
            new OpenAiModel(
                ServerSettings.of("m").at(server.openAiUrl()), Optional.empty(), policy));
  }

  @AfterAll
  void stop() {
    shapes.close();
  }

  /** A chunk with a delta and, as JSON, a reason. */
  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}\n\n"
        .formatted(delta, finish);
  }

  private static String text(String words) {
    return chunk("{\"role\":\"assistant\",\"content\":\"%s\"}".formatted(words), "null");
  }

  static Stream<Arguments> errorsThatPass() {
    return Stream.of(
        arguments(json(429, "{\"error\":{\"code\":429,\"message\":\"rate limit\"}}"), "rate limit"),
        arguments(json(503, "{\"error\":{\"code\":503,\"message\":\"loading\"}}"), "loading"),
        arguments(
            json(503, "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":null}}"),
            "Loading model"),
        arguments(
            json(429, "{\"error\":{\"message\":\"slow\",\"type\":null,\"code\":null}}"), "slow"),
        arguments(json(429, "{\"error\":{\"message\":\"slow\",\"type\":7,\"code\":1.5}}"), "slow"),
        arguments(json(429, "{\"error\":{\"message\":\"slow\",\"type\":{\"a\":1}}}"), "slow"),
        arguments(json(429, "{\"error\":\"rate limit reached\"}"), "rate limit reached"),
        arguments(json(500, "{\"error\":{\"message\":null}}"), "HTTP 500"),
        arguments(json(500, "{\"error\":null}"), "HTTP 500"),
        arguments(json(500, "{\"error\":true}"), "HTTP 500"),
        arguments(json(502, "{\"error\":[\"first\",\"second\"]}"), "first; second"),
        arguments(json(500, "{\"error\":{\"error\":{\"message\":\"deep\"}}}"), "deep"),
        arguments(json(500, "{\"error\":{\"message\":{\"error\":\"deep\"}}}"), "deep"),
        arguments(json(429, "[{\"error\":{\"code\":429,\"message\":\"in a list\"}}]"), "in a list"),
        arguments(json(500, "{\"detail\":\"it broke\"}"), "it broke"),
        arguments(
            json(503, "{\"object\":\"error\",\"message\":\"flat\",\"type\":\"x\",\"code\":50301}"),
            "flat"),
        arguments(json(529, "\"just a text\""), "just a text"),
        arguments(json(500, "17"), "HTTP 500"),
        arguments(json(500, "{}"), "no message"),
        arguments(json(500, "{\"error\": {\"message\": \"never en"), "never en"),
        arguments(json(503, ""), "HTTP 503"),
        arguments(page(503, ""), "HTTP 503"),
        arguments(
            page(502, "<html><head><title>502 Bad Gateway</title></head><body>x</body></html>"),
            "a page of HTML: 502 Bad Gateway"),
        arguments(page(504, "upstream request timeout"), "upstream request timeout"),
        arguments(page(500, "\u001b[2Jclears"), "clears"),
        // Within an answer whose status is good.
        arguments(json(200, "{\"error\":{\"code\":429,\"message\":\"rate limit\"}}"), "rate limit"),
        arguments(json(200, "{\"error\":\"overloaded\"}"), "overloaded"),
        arguments(stream("data: {\"error\":{\"code\":502,\"message\":\"down\"}}\n\n"), "down"),
        arguments(
            stream(
                text("ab"),
                chunk("{}", "\"error\",\"x\":1")
                    .replace("]}", "],\"error\":{\"code\":502,\"message\":\"down\"}}")),
            "broke the reply off (502: down)"),
        arguments(stream(text("ab"), "data: {\"error\":\"it broke\"}\n\n"), "it broke"),
        arguments(stream(text("ab"), "data: {\"error\":{\"code\":500}}\n\n"), "500: no message"),
        arguments(stream(text("ab"), "{\"error\":{\"message\":\"bare\"}}\n"), "bare"),
        arguments(stream(text("ab"), "event: error\ndata: plain words\n\n"), "plain words"),
        arguments(stream(text("ab"), "event: error\ndata: {\"message\":\"named\"}\n\n"), "named"),
        arguments(
            stream(
                text("ab"), "data: {\"object\":\"error\",\"message\":\"flat\",\"code\":500}\n\n"),
            "flat"),
        arguments(stream(text("ab"), chunk("{}", "\"error\"")), "broke the reply off (error)"),
        arguments(stream(text("ab"), chunk("{}", "\"abort\""), DONE), "(abort)"),
        // Broken off without a word.
        arguments(stream(text("ab")), "cut in the middle"),
        arguments(stream(text("ab"), "data: {\"choices\":[{\"del"), "cut in the middle"),
        arguments(stream(text("ab"), chunk("{}", "\"\"")), "cut in the middle"),
        // No answer at all.
        arguments(stream(), "the answer is empty"),
        arguments(json(200, ""), "the answer is empty"),
        arguments(stream(": ping\n\n: ping\n\n"), "the answer is empty"),
        arguments(stream(DONE), "the answer is empty"),
        arguments(json(200, "{\"status\":\"ok\"}"), "it begins: {\"status\":\"ok\"}"),
        arguments(page(200, "<html><title>Welcome</title></html>"), "a page of HTML: Welcome"),
        arguments(page(200, "hello"), "it begins: hello"),
        arguments(stream(text("ab"), "data: not json\n\n"), "no JSON: not json"));
  }

  @ParameterizedTest
  @MethodSource("errorsThatPass")
  void aPassingErrorIsToldAndAskedAgain(Fault.Raw answer, String words) throws Exception {
    shapes.isAskedAgain(answer, words);
  }

  static Stream<Arguments> errorsThatStay() {
    return Stream.of(
        arguments(
            json(400, "{\"error\":{\"code\":400,\"message\":\"too long\",\"type\":null}}"),
            Kind.BAD_REQUEST,
            "too long"),
        arguments(
            json(
                422,
                "{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"field required\"},{\"msg\":\"and more\"}]}"),
            Kind.BAD_REQUEST,
            "field required; and more"),
        arguments(
            json(404, "{\"error\":\"model 'm' not found\"}"),
            Kind.BAD_REQUEST,
            "does not know the model or the address (HTTP 404: model 'm' not found)"),
        arguments(page(404, "404 page not found"), Kind.BAD_REQUEST, "404 page not found"),
        arguments(json(401, "{\"error\":{\"code\":401}}"), Kind.AUTHENTICATION, "does not accept"),
        arguments(
            page(403, "<html><title>Just a moment...</title></html>"),
            Kind.AUTHENTICATION,
            "Just a moment"),
        arguments(
            json(402, "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}"),
            Kind.NO_CREDIT,
            "Insufficient credits"),
        arguments(
            json(429, "{\"error\":{\"code\":429,\"type\":\"insufficient_quota\"}}"),
            Kind.NO_CREDIT,
            "no credit"),
        arguments(
            json(200, "{\"error\":{\"code\":401,\"message\":\"no such key\"}}"),
            Kind.AUTHENTICATION,
            "no such key"),
        arguments(
            stream("data: {\"error\":{\"code\":\"402\",\"message\":\"no money\"}}\n\n"),
            Kind.NO_CREDIT,
            "no money"),
        arguments(
            stream(
                "data: {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"bad\"}}\n\n"),
            Kind.BAD_REQUEST,
            "bad"));
  }

  @ParameterizedTest
  @MethodSource("errorsThatStay")
  void aLastingErrorEndsTheCallWithASentence(Fault.Raw answer, Kind kind, String words) {
    shapes.isFinal(answer, kind, words);
  }

  static Stream<Arguments> replies() {
    return Stream.of(
        arguments(stream(text("ab"), chunk("{}", "\"eos\""), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("{}", "\"eos\"")), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("{}", "\"\""), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("{}", "null"), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("{}", "\"tool_calls\""), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("{}", "\"unheard_of\""), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("{}", "7"), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("null", "\"STOP\""), DONE), StopReason.COMPLETE),
        arguments(stream(text("ab"), chunk("{}", "\"MAX_TOKENS\""), DONE), StopReason.CUT_OFF),
        arguments(stream(text("ab"), chunk("{}", "\"length\""), DONE), StopReason.CUT_OFF),
        arguments(stream(text("ab"), chunk("{}", "\"safety\""), DONE), StopReason.REFUSED),
        arguments(stream(text("ab"), "data:[DONE]\n\n"), StopReason.COMPLETE),
        arguments(stream(text("ab"), "data: [DONE]"), StopReason.COMPLETE),
        // Chunks without choices, or with something else beside them.
        arguments(
            stream(
                "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n",
                text("ab"),
                "data: {\"id\":\"c\"}\n\n",
                "data: {\"choices\":null,\"usage\":null}\n\n",
                "data: null\n\n",
                chunk("{}", "\"stop\""),
                DONE),
            StopReason.COMPLETE),
        arguments(
            stream(text("ab").replace("]}", "],\"error\":null}"), chunk("{}", "\"stop\""), DONE),
            StopReason.COMPLETE),
        arguments(
            stream(
                text("a").replace("]}", "],\"error\":{\"code\":null,\"message\":\"\"}}"),
                text("b").replace("]}", "],\"error\":0}"),
                chunk("{}", "\"stop\"")),
            StopReason.COMPLETE),
        arguments(
            stream(
                text("a"),
                chunk("{\"content\":null,\"reasoning_content\":\"hm\"}", "null"),
                chunk(
                    "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"b\"}]}",
                    "\"stop\""),
                DONE),
            StopReason.COMPLETE),
        // Other ways to write a stream.
        arguments(
            stream(text("ab").replace("\n", "\r\n"), chunk("{}", "\"stop\""), DONE),
            StopReason.COMPLETE),
        arguments(stream(text("a").stripTrailing() + "\n" + text("b"), DONE), StopReason.COMPLETE),
        arguments(
            stream(": keep-alive\n\n", "id: 1\nevent: message\n", text("ab"), DONE),
            StopReason.COMPLETE),
        arguments(page(200, text("ab") + DONE), StopReason.COMPLETE),
        // One JSON object though a stream was asked for.
        arguments(
            json(
                200,
                "{\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ab\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"),
            StopReason.COMPLETE),
        arguments(
            json(200, "\n {\"choices\":[{\"message\":{\"content\":\"ab\"}}]}"),
            StopReason.COMPLETE));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aCompleteReplyIsTakenHoweverItEnds(Fault.Raw answer, StopReason stop) throws Exception {
    shapes.isAReply(answer, stop, "ab");
  }

  @Test
  void aReplyOfNothingButThinkingIsEmpty() throws Exception {
    shapes.isAReply(
        stream(chunk("{\"reasoning_content\":\"hm\"}", "\"stop\""), DONE), StopReason.EMPTY, "");
  }

  @Test
  void tokensAreReadWhereverTheyStand() throws Exception {
    for (String usage :
        new String[] {
          "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}",
          "\"usage\":{\"prompt_tokens\":3.0,\"completion_tokens\":\"2\",\"prompt_tokens_details\":null}",
          "\"x_groq\":{\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}"
        }) {
      ModelReply reply =
          shapes.reply(stream(text("ab"), "data: {\"choices\":[],%s}\n\n".formatted(usage), DONE));

      assertThat(reply.usage()).contains(new TokenUsage(3, 0, 0, 2));
    }
  }

  @Test
  void tokensThatAreNoNumbersAreUnknown() throws Exception {
    ModelReply reply =
        shapes.reply(stream(text("ab"), "data: {\"usage\":{\"prompt_tokens\":null}}\n\n", DONE));

    assertThat(reply.usage()).isEmpty();
  }

  @Test
  void whoeverNamesATimeIsAskedAgainThen() throws Exception {
    Map<String, String> wait = Map.of("Retry-After", "20");
    for (int status : new int[] {400, 403, 413, 420, 429, 503}) {
      shapes.isAskedAgain(
          new Fault.Raw(status, "text/plain", "secondary rate limit", wait),
          "HTTP " + status,
          "secondary rate limit");
    }
    shapes.isFinal(new Fault.Raw(401, "text/plain", "who?", wait), Kind.AUTHENTICATION, "who?");
  }

  @Test
  void waitsAreReadFromErrorsOfAnyShape() throws Exception {
    ModelReply reply =
        shapes.reply(new Fault.Raw(429, "text/plain", "slow down", Map.of("Retry-After", "1m")));

    assertThat(reply.attempts().getFirst().waited().toSeconds()).isBetween(60L, 61L);
  }
}
