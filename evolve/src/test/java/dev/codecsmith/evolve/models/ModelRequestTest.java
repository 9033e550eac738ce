package dev.codecsmith.evolve.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelRequestTest {
  private static final ModelRequest REQUEST = ModelRequest.of("system", "question");

  @Test
  void hashFollowsFromEverythingThatDecidesTheReply() {
    Set<String> hashes =
        new HashSet<>(
            List.of(
                REQUEST.hash(),
                ModelRequest.of("syste", "mquestion").hash(),
                ModelRequest.of("", "systemquestion").hash(),
                ModelRequest.of("system", "question ").hash(),
                ModelRequestBuilder.builder(REQUEST).maxOutputTokens(1).build().hash(),
                atTemperature(0).hash(),
                atTemperature(1).hash(),
                REQUEST.followedBy("a", "b").hash(),
                REQUEST.followedBy("ab", "c").hash()));

    assertThat(hashes).hasSize(9);
  }

  private static ModelRequest atTemperature(double value) {
    return ModelRequestBuilder.builder(REQUEST).temperature(OptionalDouble.of(value)).build();
  }

  @Test
  void hashIsTheSameInEveryVersionSoThatOldRecordingsReplay() {
    assertThat(REQUEST.hash())
        .isEqualTo("d9ec10ace4d4000dc378b0b71b5ceaff6e7de8f746c34f9cbc88582148974b10");
  }

  @Test
  void slotAndCacheMarksDoNotChangeTheHash() {
    ModelRequest marked =
        ModelRequest.of(
            List.of(Part.stable("sys"), Part.of("tem")),
            List.of(Part.stable("quest"), Part.of("ion")));

    assertThat(marked.hash()).isEqualTo(REQUEST.hash());
    assertThat(REQUEST.inSlot("iteration 3").hash()).isEqualTo(REQUEST.hash());
  }

  @Test
  void conversationBeginsAndEndsWithTheUserAndAlternates() {
    Message user = Message.user("u");
    Message assistant = Message.assistant("a");
    for (List<Message> wrong :
        List.of(
            List.<Message>of(),
            List.of(assistant),
            List.of(user, assistant),
            List.of(user, user, user))) {
      assertThatThrownBy(() -> new ModelRequest(List.of(), wrong, 1, OptionalDouble.empty(), ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(REQUEST.followedBy("a", "b").messages())
        .containsExactly(Message.user("question"), Message.assistant("a"), Message.user("b"));
  }

  @Test
  void messageWithoutTextIsRefusedHereRatherThanByTheServer() {
    assertThatThrownBy(() -> REQUEST.followedBy(" ", "b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void conversationAsOneTextNamesTheSpeakers() {
    assertThat(REQUEST.asText()).isEqualTo("system\n\nquestion");
    assertThat(REQUEST.followedBy("answer", "next").asText())
        .isEqualTo(
            """
            system

            === USER ===

            question

            === ASSISTANT ===

            answer

            === USER ===

            next

            === ASSISTANT ===
            """);
  }

  @Test
  void filesDecideTheReplyAndAnOldRecordingHasNone() {
    ModelRequest request = ModelRequest.of("", "Do it.");
    ModelRequest filed = request.withFiles(new TreeMap<>(Map.of("a", "b")));
    assertThat(filed.hash()).isNotEqualTo(request.hash());
    String json = ModelJson.MAPPER.writeValueAsString(request);
    assertThat(json).contains(",\"files\":{}");
    String old = json.replace(",\"files\":{}", "");
    assertThat(ModelJson.MAPPER.readValue(old, ModelRequest.class)).isEqualTo(request);
    assertThat(
            ModelJson.MAPPER.readValue(
                ModelJson.MAPPER.writeValueAsString(filed), ModelRequest.class))
        .isEqualTo(filed);
  }
}
