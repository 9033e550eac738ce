package dev.codecsmith.cluster.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cluster.workflow.StepSign;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a step that is lost with its workers is the program's doing, and what runs beside it. */
class LostStepsTest {
  private final LostSteps whereAllIsCalm = new LostSteps("w", _ -> false);
  private final LostSteps whereOthersAreLost = new LostSteps("w", _ -> true);

  private static StepSign lost(int times) {
    return new StepSign(
        Optional.empty(),
        0,
        "test",
        IntStream.range(0, times).mapToObj(i -> "w/" + i).toList(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Failure> failure(LostSteps steps, int times) {
    return steps.failure(lost(times), ExperimentStatus.SMOKE);
  }

  @Test
  void fiveWorkersInARowAreTheProgramsDoingWhereNoOtherIsLost() {
    assertThat(failure(whereAllIsCalm, 4)).isEmpty();
    Failure failure = failure(whereAllIsCalm, 5).orElseThrow();
    assertThat(failure.phase()).isEqualTo(ExperimentStatus.SMOKE);
    assertThat(failure.message()).contains("(w/0, w/1, w/2, w/3, w/4)").contains("the worker w.");
  }

  @Test
  void whereWorkersAreLostThatDidNotRunItTwentyAre() {
    assertThat(failure(whereOthersAreLost, 19)).isEmpty();
    assertThat(failure(whereOthersAreLost, 20).orElseThrow().message())
        .doesNotContain("no other step");
  }

  @Test
  void whatWasLostWithTheSameWorkersSpeaksForNobody() {
    LostSteps steps = new LostSteps("w", processes -> !processes.containsAll(Set.of("w/1", "w/4")));
    assertThat(failure(steps, 5)).isPresent();
  }

  @Test
  void aWorkerCountsOnceAndNotIfItIsAliveOrNeverRanTheStep() {
    StepSign waits = StepSign.first(Optional.empty(), "test", "a");
    StepSign second = StepSign.first(Optional.of(waits), "test", "b");
    assertThat(second.lost()).as("it waited there").isEmpty();
    StepSign third = StepSign.first(Optional.of(second.runBy("b")), "test", "c");
    assertThat(third.lost()).containsExactly("b");
    StepSign again = StepSign.first(Optional.of(third.runBy("c")), "test", "b");
    assertThat(again.lost()).as("b was only silent").containsExactly("c");
    StepSign left = again.runBy("b").left(false);
    assertThat(StepSign.first(Optional.of(left), "test", "d").lost())
        .as("b left it")
        .containsExactly("c");
    StepSign unfit = again.runBy("b").givenBack("w");
    assertThat(StepSign.first(Optional.of(unfit), "test", "d").lost())
        .as("b gave it back")
        .containsExactly("c");
    StepSign faulty = again.runBy("b").left(true);
    assertThat(StepSign.first(Optional.of(faulty), "test", "d").faults()).isEqualTo(1);
  }

  @Test
  void aStepThatWasLostTwiceWaitsForThoseThatRunAndRunsAlone() throws Exception {
    LostSteps.Running first = whereAllIsCalm.run(lost(0));
    LostSteps.Running second = whereAllIsCalm.run(lost(1));
    FutureTask<Void> suspect =
        new FutureTask<>(() -> {
          try (LostSteps.Running _ = whereAllIsCalm.run(lost(2))) {
            return null;
          }
        });
    Thread thread = Thread.ofPlatform().daemon().start(suspect);
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(suspect).isNotDone();
      LockSupport.parkNanos(1_000_000);
    }
    first.close();
    assertThat(suspect).isNotDone();
    second.close();
    suspect.get();
  }
}
