package dev.codecsmith.evolve.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationHistoryTest {
  private static final int MANY = 3 * EvaluationHistory.NEWEST;

  private final List<Integer> read = new ArrayList<>();
  private final EvaluationHistory history =
      new EvaluationHistory(
          iteration -> {
            read.add(iteration);
            return ended(iteration);
          },
          Optional.empty(),
          1);

  /** Scores fall by one from 1,000, and every third experiment fails. */
  static PastExperiment ended(int iteration) {
    Program program = Program.of("java", "X", Map.of("X.java", "class X {}"));
    return new PastExperiment(
        iteration % 3 == 0
            ? Records.failed(iteration, "It broke.", List.of(), "")
            : Records.succeeded(
                iteration,
                1000 - iteration,
                List.of(Records.point("toy", 20, 110, 31)),
                List.of(),
                ""),
        () -> program);
  }

  private void addUpTo(int last) {
    for (int iteration = history.view().size() + 1; iteration <= last; iteration++) {
      history.add(ended(iteration));
    }
  }

  @Test
  void theNewestAreInMemoryAndOlderOnesAreRead() {
    addUpTo(MANY);
    EvaluationHistory.View view = history.view();
    assertThat(view.at(MANY).iteration()).isEqualTo(MANY);
    assertThat(view.at(MANY - EvaluationHistory.NEWEST + 1).iteration())
        .isEqualTo(MANY - EvaluationHistory.NEWEST + 1);
    assertThat(read).isEmpty();
    assertThat(view.at(MANY - EvaluationHistory.NEWEST).iteration())
        .isEqualTo(MANY - EvaluationHistory.NEWEST);
    assertThat(read).containsExactly(MANY - EvaluationHistory.NEWEST);
  }

  @Test
  void allComeByIteration() {
    addUpTo(MANY);
    assertThat(history.view().stream().map(PastExperiment::iteration))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, MANY).boxed().toList());
    assertThat(history.view().after(MANY - 2).map(PastExperiment::iteration))
        .containsExactly(MANY - 1, MANY);
  }

  @Test
  void aViewStaysAsItWas() {
    addUpTo(2);
    EvaluationHistory.View two = history.view();
    addUpTo(5);
    assertThat(two.size()).isEqualTo(2);
    assertThat(two.best().map(PastExperiment::iteration)).contains(2);
    assertThat(two.find(Records.id(4))).isEmpty();
    assertThat(history.view().find(Records.id(4)).map(PastExperiment::iteration)).contains(4);
    assertThat(history.view().best().map(PastExperiment::iteration)).contains(5);
    assertThatThrownBy(() -> two.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void onlyTheIdItselfIsFound() {
    addUpTo(2);
    assertThat(history.view().find("exp_iter2_other")).isEmpty();
    assertThat(history.view().find("exp_iter3_x")).isEmpty();
    assertThat(history.view().find("2")).isEmpty();
  }

  @Test
  void aGapIsRefused() {
    addUpTo(2);
    assertThatThrownBy(() -> history.add(ended(4)))
        .hasMessage("exp_iter4_x has iteration 4, and the one behind 2 was awaited");
  }
}
