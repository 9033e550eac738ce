package dev.codecsmith.evolve.models.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer of a server, however strange, breaks its reader. */
class ServerBodyTest {
  private static ServerBody body(String text) throws IOException {
    return ServerBody.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<ServerSentEvent> events(String text) throws IOException {
    ServerBody body = body(text);
    List<ServerSentEvent> events = new ArrayList<>();
    for (Optional<ServerSentEvent> event = body.next(); event.isPresent(); event = body.next()) {
      events.add(event.get());
    }
    return events;
  }

  @Test
  void eventsAreReadAsTheStandardSays() throws IOException {
    assertThat(
            events("event: a\ndata: 1\ndata:2\n\n: remark\nid: 7\nretry: 3\ndata\n\ndata:  x\n\n"))
        .containsExactly(
            new ServerSentEvent("a", "1\n2", false), new ServerSentEvent("", " x", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyLineEndEndsALine(String lineEnd) throws IOException {
    assertThat(events("data: 1\n\ndata: 2\n\n".replace("\n", lineEnd)))
        .containsExactly(new ServerSentEvent("", "1", false), new ServerSentEvent("", "2", false));
  }

  @Test
  void anEventThatTheEndCutsShortIsMarked() throws IOException {
    assertThat(events("data: 1\n\ndata: {\"a"))
        .containsExactly(
            new ServerSentEvent("", "1", false), new ServerSentEvent("", "{\"a", true));
  }

  @Test
  void aBodyIsWhatItBeginsAsWhateverItsHeadersSay() throws IOException {
    assertThat(body(" \uFEFF\n{\"a\": 1}\n").whole()).isPresent();
    assertThat(body("[1]").whole()).isPresent();
    assertThat(body("{\"a\": ").whole()).isEmpty();
    assertThat(body("data: {}\n\n").whole()).isEmpty();
    assertThat(body("").whole()).isEmpty();
  }

  @Provide
  Arbitrary<String> bodies() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "true",
            "429",
            "-1e999",
            "\\u",
            "\n",
            "\r",
            "data: ",
            "event: error\n",
            "error",
            "\"error\":",
            "\"message\":",
            "\"code\":",
            "\"type\":",
            "\"detail\":",
            "<html>",
            "<title>",
            "</title>",
            "<script>",
            "ä",
            "\u0000",
            "\u001b[2J",
            " ",
            "[DONE]",
            "🎬");
    return piece.list().ofMaxSize(40).map(pieces -> String.join("", pieces));
  }

  @Property(seed = "31", tries = 3_000)
  void anyBodyIsAnErrorOfOneBoundedLine(@ForAll("bodies") String text) {
    ServerError error = ServerError.ofBody(text);

    assertThat(error.message()).hasSizeLessThan(600).doesNotContain("\n", "\u001b", "\u0000");
    assertThat(error.words()).isNotBlank();
    error.codes().forEach(code -> assertThat(code).hasSizeLessThan(120).doesNotContain("\u001b"));
    error.status().ifPresent(status -> assertThat(status).isBetween(400, 599));
  }

  @Property(seed = "32", tries = 3_000)
  void anyBodyIsReadToItsEnd(@ForAll("bodies") String text) throws IOException {
    for (ServerSentEvent event : events(text)) {
      JsonFields.parse(event.data()).ifPresent(ServerError::in);
    }
    body(text).whole().ifPresent(ServerError::in);
  }

  @Test
  void nestingBeyondReasonIsNoJson() {
    String deep = "{\"error\":".repeat(100_000);
    assertThat(ServerError.ofBody(deep + "1" + "}".repeat(100_000)).words()).isNotBlank();
    assertThat(ServerError.ofBody("[".repeat(100_000)).words()).isNotBlank();
    assertThat(ServerError.ofBody("<".repeat(500_000)).words()).isNotBlank();
    assertThat(ServerError.ofBody("<script".repeat(100_000)).words()).isNotBlank();
    assertThat(ServerError.ofBody("<html>" + "<!--".repeat(100_000)).words()).isNotBlank();
  }
}
