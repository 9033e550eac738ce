package dev.codecsmith.cluster.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.workflow.TaskQueues.Needs;
import dev.codecsmith.cluster.workflow.TaskQueues.Offer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which worker looks where for what. */
class TaskQueuesTest {
  private static final long GIBIBYTE = 1L << 30;
  private static final TaskQueues QUEUES = new TaskQueues("mine");
  private static final String PREFIX = "mine/" + TaskQueues.VERSION;

  @Test
  void programsGoToTheSmallestClassOfMemoryThatHoldsThem() {
    assertThat(List.of(1L, GIBIBYTE, GIBIBYTE + 1, 16 * GIBIBYTE, 64 * GIBIBYTE))
        .extracting(bytes -> QUEUES.programs(new Needs("c", bytes, List.of())))
        .containsExactly(
            PREFIX + "/c",
            PREFIX + "/c",
            PREFIX + "/c/4GiB",
            PREFIX + "/c/16GiB",
            PREFIX + "/c/64GiB");
    assertThatThrownBy(() -> QUEUES.programs(new Needs("c", 64 * GIBIBYTE + 1, List.of())))
        .hasMessage(
            "A program of a fleet may use at most 64 GiB of memory, found 68719476737 bytes.");
  }

  @Test
  void aWorkerLooksWhereverItsMemoryAndLanguagesReach() {
    assertThat(QUEUES.of(new Offer(List.of("c", "java"), 5 * GIBIBYTE, false)))
        .containsExactly(
            PREFIX + "/anchors",
            PREFIX + "/c",
            PREFIX + "/c/4GiB",
            PREFIX + "/java",
            PREFIX + "/java/4GiB");
  }

  @Test
  void programsWithDevicesGoOnlyToWorkersThatHaveThem() {
    String queue = QUEUES.programs(new Needs("c", 1, List.of("/dev/kfd")));
    assertThat(QUEUES.of(new Offer(List.of("c"), GIBIBYTE, false))).doesNotContain(queue);
    assertThat(QUEUES.of(new Offer(List.of("c"), GIBIBYTE, true)))
        .contains(queue, QUEUES.programs(new Needs("c", 1, List.of())));
  }

  @Test
  void allQueuesAreThoseOfEveryProgramThatThereMayBe() {
    assertThat(QUEUES.all(List.of("c", "java")))
        .hasSize(1 + 2 * 4 * 2)
        .doesNotHaveDuplicates()
        .contains(
            QUEUES.anchors(),
            QUEUES.programs(new Needs("c", 64 * GIBIBYTE, List.of("/dev/kfd"))),
            QUEUES.programs(new Needs("java", 1, List.of())));
  }

  @Test
  void theIterationIsReadFromAnExperimentsId() {
    assertThat(SearchAttributes.iteration("exp_iter3_0a1b2c/1")).contains(3L);
    assertThat(SearchAttributes.iteration("anchors/1")).isEmpty();
    assertThat(SearchAttributes.iteration("exp_iter1234567890_a")).isEmpty();
    assertThat(SearchAttributes.iteration("my_exp_iter3_a")).isEmpty();
  }
}
