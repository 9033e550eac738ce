package dev.codecsmith.evolve.models.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.Kind;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.ModelRequestBuilder;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedModelTest {
  private static final ModelRequest FIRST =
      ModelRequest.of("system", "line one\nline two\nline three").inSlot("iteration 1");
  private static final ModelRequest SECOND = ModelRequest.of("system", "x").inSlot("iteration 2");

  private final MemoryCallLog log = new MemoryCallLog();
  private final RecordedModel model = new RecordedModel("test-model", log);

  @BeforeEach
  void record() throws Exception {
    log.append(Calls.failed(FIRST));
    log.append(Calls.replied(FIRST, "first"));
    log.append(Calls.replied(SECOND, "second"));
  }

  @Test
  void recordedCallsReplayWordForWordInAnyOrder() throws Exception {
    assertThat(model.ask(SECOND)).isEqualTo(Calls.reply("second"));
    assertThat(model.ask(FIRST)).isEqualTo(Calls.reply("first"));
  }

  @Test
  void otherPromptIsAnErrorThatNamesTheFirstDifferentLine() throws Exception {
    model.ask(SECOND);

    ModelException failure =
        failure(ModelRequest.of("system", "line one\nline 2\nline three").inSlot("iteration 1"));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_RECORDED);
    assertThat(failure)
        .hasMessage(
            "Replay departs from the recording at call 2 of test-model (iteration 1): "
                + "message 1 differs in line 2: recorded «line two», asked «line 2».");
  }

  @Test
  void everyKindOfDifferenceIsNamed() {
    assertThat(failure(ModelRequest.of("System", "x").inSlot("iteration 2")))
        .hasMessageContaining("the system text differs in line 1");
    assertThat(failure(SECOND.followedBy("a", "b")))
        .hasMessageContaining("1 messages were recorded and 3 are asked");
    assertThat(failure(ModelRequestBuilder.builder(SECOND).maxOutputTokens(5).build()))
        .hasMessageContaining("the output limit was 32000 and is 5");
    assertThat(
            failure(
                ModelRequestBuilder.builder(SECOND).temperature(OptionalDouble.of(0.5)).build()))
        .hasMessageContaining("temperature");
    assertThat(failure(FIRST.inSlot("iteration 9")))
        .hasMessageContaining("(iteration 9): the recording holds no further call there");
  }

  @Test
  void callThatWasMadeOnceIsNotRepeated() throws Exception {
    model.ask(FIRST);

    assertThat(failure(FIRST)).hasMessageContaining("recorded only once");
  }

  @Test
  void aQuestionThatDiffersInMeasuredTimesOnlyIsTheSame() throws Exception {
    ModelRequest recorded =
        ModelRequest.of("system", "a = 0.85\n| 20 | 30.11 | 0.31 | 0.05 |").inSlot("iteration 7");
    log.append(Calls.replied(recorded, "third"));
    assertThat(
            model
                .ask(
                    ModelRequest.of("system", "a = 0.85\n| 20 | 30.11 | 0.29 | 0.06 |")
                        .inSlot("iteration 7"))
                .text())
        .isEqualTo("third");
    assertThat(
            failure(
                ModelRequest.of("system", "a = 0.57\n| 20 | 30.11 | 0.31 | 0.05 |")
                    .inSlot("iteration 7")))
        .hasMessageContaining("iteration 7");
  }

  @Test
  void aProgramThatWasTooSlowMayTakeAnotherTimeThisTime() throws Exception {
    String failure =
        "the first 2 frames took %s s of CPU time. That is at least %s s, and the limit there is"
            + " 9.0 s. Make it at least %s times as fast";
    log.append(
        Calls.replied(
            ModelRequest.of("", failure.formatted("0.9", "90.1", "10.0")).inSlot("iteration 8"),
            "faster"));
    assertThat(
            model
                .ask(
                    ModelRequest.of("", failure.formatted("1.1", "110.3", "12.2"))
                        .inSlot("iteration 8"))
                .text())
        .isEqualTo("faster");
  }

  @Test
  void anotherModelsRepliesAreNotTaken() {
    RecordedModel other = new RecordedModel("other-model", log);

    assertThat(catchThrowableOfType(ModelException.class, () -> other.ask(FIRST)).kind())
        .isEqualTo(Kind.NOT_RECORDED);
  }

  private ModelException failure(ModelRequest request) {
    return catchThrowableOfType(ModelException.class, () -> model.ask(request));
  }
}
