package dev.codecsmith.cli.drafts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cli.drafts.QuickLook.Seen;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Quick;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Tune;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DraftTuningTest {
  private static final Pattern CONSTANT = Pattern.compile("step = (\\d+)");
  private static final Quick LOOK = new Quick(2, List.of());

  private static Program program(int step) {
    return Program.of(
        "c", "a.c", Map.of("a.c", "int step = " + step + "; // tune: 1..64\n", "b.c", "\n"));
  }

  private static int step(Program program) {
    Matcher found = CONSTANT.matcher(String.valueOf(program.files().get("a.c")));
    assertThat(found.find()).isTrue();
    return Integer.parseInt(found.group(1));
  }

  private static Seen failed() {
    return new Seen(
        8,
        Map.of(),
        List.of(),
        Optional.of(new Failure(FailureKind.CRASHED, ExperimentStatus.ENCODING, "It fell.")),
        0);
  }

  /** Looks by which a setting costs two CPU seconds and has the figure of its constant. */
  private static DraftTuning by(ToDoubleFunction<Integer> figure) {
    return new DraftTuning((program, _, _) ->
        new Seen(
            8,
            Map.of("one", OptionalDouble.of(figure.applyAsDouble(step(program)))),
            List.of(),
            Optional.empty(),
            2));
  }

  @Test
  void theBestSettingStandsInThePlaceOfTheDraft() throws Exception {
    List<String> progress = new ArrayList<>();
    Verdict verdict =
        by(step -> Math.abs(step - 16)).tune(program(60), new Tune(8, LOOK), progress::add);
    Program better = verdict.better().orElseThrow();
    assertThat(Math.abs(step(better) - 16)).isLessThan(44);
    assertThat(better.files()).containsEntry("b.c", "\n");
    assertThat(verdict.text())
        .startsWith("The best setting needs -")
        .contains("program/ now has it", "Each against the best before it:");
    assertThat(progress).hasSize(8).first().asString().startsWith("setting 1 of 8: ");
    assertThat(verdict.cpuSeconds()).isEqualTo(2 * (1 + 8));
  }

  @Test
  void whereNothingIsBetterTheDraftStays() throws Exception {
    Verdict verdict = by(step -> step == 16 ? 0 : 10).tune(program(16), new Tune(3, LOOK), _ -> {});
    assertThat(verdict.scored()).isTrue();
    assertThat(verdict.better()).isEmpty();
    assertThat(verdict.text()).startsWith("No setting was better").contains("+10.00 %");
  }

  @Test
  void aSettingThatFailsIsToldAndNotTaken() throws Exception {
    DraftTuning tuning =
        new DraftTuning((program, _, _) ->
            step(program) == 16
                ? new Seen(8, Map.of("one", OptionalDouble.of(5)), List.of(), Optional.empty(), 0)
                : failed());
    Verdict verdict = tuning.tune(program(16), new Tune(2, LOOK), _ -> {});
    assertThat(verdict.better()).isEmpty();
    assertThat(verdict.text()).contains(": failed");
  }

  @Test
  void aDraftWithoutAFigureIsNotTuned() throws Exception {
    Verdict verdict =
        new DraftTuning((_, _, _) -> failed()).tune(program(16), new Tune(2, LOOK), _ -> {});
    assertThat(verdict.scored()).isFalse();
    assertThat(verdict.text()).contains("It fell.");
  }

  @Test
  void aDraftWithoutMarksIsRefused() {
    DraftTuning tuning =
        new DraftTuning((_, _, _) -> {
          throw new AssertionError("A look costs, and nothing of it would be counted.");
        });
    assertThatThrownBy(() ->
            tuning.tune(
                Program.of("c", "a.c", Map.of("a.c", "int n = 1;\n")), new Tune(2, LOOK), _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("marks no constant");
  }
}
