package dev.codecsmith.store.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every kind of event, also one that is added later. */
class CampaignEventTest {

  static Stream<Class<?>> kinds() {
    return Arrays.stream(CampaignEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindIsTheSameAfterAWayThroughJson(Class<?> kind) throws Exception {
    for (boolean full : new boolean[] {true, false}) {
      CampaignEvent event = event(kind, full);
      String json = Json.write(event);
      assertThat(json).startsWith("{\"type\":\"");
      assertThat(Json.read(json, CampaignEvent.class)).as(json).isEqualTo(event);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindHasANameOfItsOwn(Class<?> kind) {
    JsonSubTypes types = CampaignEvent.class.getAnnotation(JsonSubTypes.class);
    List<String> names =
        Arrays.stream(types.value())
            .filter(type -> type.value() == kind)
            .map(JsonSubTypes.Type::name)
            .toList();
    assertThat(names).hasSize(1);
    assertThat(Arrays.stream(types.value()).map(JsonSubTypes.Type::name))
        .doesNotHaveDuplicates()
        .contains(names.getFirst());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anEventWithAKeyIsStored(Class<?> kind) throws Exception {
    CampaignEvent event = event(kind, true);
    assertThat(event.isLive() && event.key().isPresent()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theDocumentationNamesEveryKindThatIsStored(Class<?> kind) throws Exception {
    CampaignEvent event = event(kind, true);
    String type = Json.mapper().readTree(Json.write(event)).path("type").asString();
    Path docs = Path.of(System.getProperty("codecsmith.root", ".."), "docs", "events.md");
    assertThat(Files.readString(docs).contains("`" + type + "`"))
        .as(type)
        .isEqualTo(!event.isLive());
  }

  @Test
  void twoAnswersInOneSlotHaveKeysOfTheirOwn() {
    assertThat(answer("aa").key()).isNotEqualTo(answer("bb").key());
    assertThat(answer("aa").key()).isEqualTo(answer("aa").key());
  }

  private static CampaignEvent answer(String question) {
    return new CampaignEvent.ModelAnswered(
        "m",
        "iteration 1, turn 1",
        question,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO);
  }

  /**
   * An event of the kind.
   *
   * @param full whether everything is present that may be
   */
  private static CampaignEvent event(Class<?> kind, boolean full) throws Exception {
    return (CampaignEvent) made(kind, full);
  }

  private static Object made(Class<?> kind, boolean full) throws ReflectiveOperationException {
    RecordComponent[] parts = kind.getRecordComponents();
    Object[] values = new Object[parts.length];
    Class<?>[] types = new Class<?>[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      values[i] = value(parts[i].getGenericType(), full);
    }
    return kind.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(Type type, boolean full) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      Object inner = value(generic.getActualTypeArguments()[0], full);
      return generic.getRawType() == Optional.class
          ? (full ? Optional.of(inner) : Optional.empty())
          : (full ? List.of(inner, inner) : List.of());
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    if (plain.isRecord()) {
      return made(plain, full);
    }
    return switch (plain.getSimpleName()) {
      case "String" -> full ? "Wörter “und” 1/2\n" : "";
      case "int", "Integer" -> 7;
      case "long", "Long" -> full ? Long.MAX_VALUE : 0L;
      case "boolean" -> full;
      case "double", "Double" -> full ? Double.POSITIVE_INFINITY : -12.5;
      case "BigDecimal" -> new BigDecimal("0.000123");
      case "Instant" -> Instant.parse("2026-11-27T13:00:00.123456789Z");
      case "Duration" -> full ? Duration.ofNanos(1_500_000_001L) : Duration.ZERO;
      case "JsonNode" -> Json.mapper().readTree("{\"phase\":\"building\",\"n\":[1,2.5]}");
      default -> throw new IllegalArgumentException("No value for a " + plain + " yet.");
    };
  }

  @Test
  void theSampleOfAnEnumIsOne() throws Exception {
    assertThat(value(ExperimentStatus.class, true)).isEqualTo(ExperimentStatus.QUEUED);
    assertThat(value(JsonNode.class, true)).isInstanceOf(JsonNode.class);
  }
}
