package dev.codecsmith.evolve.models.server;

import static dev.codecsmith.evolve.models.server.ServerShapes.json;
import static dev.codecsmith.evolve.models.server.ServerShapes.page;
import static dev.codecsmith.evolve.models.server.ServerShapes.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.codecsmith.evolve.models.ModelException.Kind;
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

/** What servers of the Messages API may answer, and what it must be taken for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaudeShapesTest {
  private static final String START =
      event(
          "{\"type\":\"message_start\",\"message\":{\"id\":\"i\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}}");
  private static final String TEXT =
      event(
          "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"ab\"}}");
  private static final String STOP = event("{\"type\":\"message_stop\"}");

  private ServerShapes shapes;

  @BeforeAll
  void start() throws Exception {
    shapes =
        new ServerShapes((server, policy) ->
            new ClaudeModel(
                ServerSettings.of("m").at(server.anthropicUrl()),
                ApiKey.require(Map.of("KEY", "k"), "KEY", Optional.empty()),
                policy));
  }

  @AfterAll
  void stop() {
    shapes.close();
  }

  private static String event(String json) {
    String type = json.replaceFirst("\\{\"type\":\"([a-z_]*)\".*", "$1");
    return "event: " + type + "\ndata: " + json + "\n\n";
  }

  private static String ending(String reason) {
    return event(
        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":%s},\"usage\":{\"output_tokens\":2}}"
            .formatted(reason));
  }

  static Stream<Arguments> errorsThatPass() {
    return Stream.of(
        arguments(
            json(
                529,
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}"),
            "busy"),
        arguments(
            json(529, "{\"type\":\"error\",\"error\":{\"type\":null,\"message\":\"busy\"}}"),
            "busy"),
        arguments(json(429, "{\"error\":{\"code\":429,\"message\":\"slow\"}}"), "slow"),
        arguments(json(429, "{\"type\":\"error\",\"error\":\"slow\"}"), "slow"),
        arguments(json(500, "{\"type\":\"error\",\"message\":\"flat\"}"), "flat"),
        arguments(json(500, "[{\"error\":{\"message\":\"in a list\"}}]"), "in a list"),
        arguments(json(503, ""), "HTTP 503"),
        arguments(page(502, "<html><title>Bad Gateway</title></html>"), "HTML: Bad Gateway"),
        arguments(json(200, "{\"type\":\"error\",\"error\":{\"message\":\"busy\"}}"), "busy"),
        arguments(
            stream(
                START,
                TEXT,
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}\n\n"),
            "broke the reply off (overloaded_error: busy)"),
        arguments(stream(START, TEXT, "event: error\ndata: words\n\n"), "words"),
        arguments(
            stream(START, "data: {\"error\":{\"code\":502,\"message\":\"down\"}}\n\n"), "down"),
        arguments(stream(START, TEXT), "cut in the middle"),
        arguments(stream(START, TEXT, ending("null")), "cut in the middle"),
        arguments(stream(), "the answer is empty"),
        arguments(page(200, "hello"), "it begins: hello"));
  }

  @ParameterizedTest
  @MethodSource("errorsThatPass")
  void aPassingErrorIsToldAndAskedAgain(Fault.Raw answer, String words) throws Exception {
    shapes.isAskedAgain(answer, words);
  }

  static Stream<Arguments> errorsThatStay() {
    return Stream.of(
        arguments(
            json(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low\"}}"),
            Kind.NO_CREDIT,
            "too low"),
        arguments(json(401, "nonsense"), Kind.AUTHENTICATION, "does not accept the key from KEY"),
        arguments(json(404, "{\"error\":7}"), Kind.BAD_REQUEST, "does not know the model"),
        arguments(
            stream(
                "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"who\"}}\n\n"),
            Kind.AUTHENTICATION,
            "who"));
  }

  @ParameterizedTest
  @MethodSource("errorsThatStay")
  void aLastingErrorEndsTheCallWithASentence(Fault.Raw answer, Kind kind, String words) {
    shapes.isFinal(answer, kind, words);
  }

  static Stream<Arguments> replies() {
    return Stream.of(
        arguments(stream(START, TEXT, ending("\"end_turn\""), STOP), StopReason.COMPLETE),
        arguments(stream(START, TEXT, ending("\"end_turn\"")), StopReason.COMPLETE),
        arguments(stream(START, TEXT, ending("\"tool_use\""), STOP), StopReason.COMPLETE),
        arguments(stream(START, TEXT, ending("\"unheard_of\""), STOP), StopReason.COMPLETE),
        arguments(stream(START, TEXT, ending("\"\""), STOP), StopReason.COMPLETE),
        arguments(stream(START, TEXT, STOP), StopReason.COMPLETE),
        arguments(stream(START, TEXT, "data: [DONE]\n\n"), StopReason.COMPLETE),
        arguments(stream(START, TEXT, ending("\"max_tokens\""), STOP), StopReason.CUT_OFF),
        arguments(stream(START, TEXT, ending("\"refusal\""), STOP), StopReason.REFUSED),
        // Without the names of events.
        arguments(stream((START + TEXT + STOP).replaceAll("event: .*\n", "")), StopReason.COMPLETE),
        arguments(
            stream(START, event("{\"type\":\"new_thing\"}"), TEXT, STOP), StopReason.COMPLETE),
        arguments(
            json(
                200,
                "{\"type\":\"message\",\"id\":\"i\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"type\":\"text\",\"text\":\"ab\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":2}}"),
            StopReason.COMPLETE));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aCompleteReplyIsTakenHoweverItEnds(Fault.Raw answer, StopReason stop) throws Exception {
    shapes.isAReply(answer, stop, "ab");
  }

  @Test
  void countsOfTheLastEventCorrectThoseOfTheFirst() throws Exception {
    assertThat(shapes.reply(stream(START, TEXT, ending("\"end_turn\""), STOP)).usage())
        .contains(new TokenUsage(3, 0, 0, 2));
  }
}
