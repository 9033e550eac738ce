package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cluster.client.FleetWorkers.Asked;
import dev.codecsmith.cluster.client.FleetWorkers.Doing;
import dev.codecsmith.cluster.client.FleetWorkers.Known;
import dev.codecsmith.cluster.client.FleetWorkers.Step;
import dev.codecsmith.cluster.client.PendingSteps.Standing;
import dev.codecsmith.cluster.client.PendingSteps.UnderWay;
import dev.codecsmith.cluster.workflow.StepSign;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Who works, by what the server says of jobs and of who asks for work. */
class FleetWorkersTest {
  private static final Instant BEGUN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Asked ONE = new Asked("exp_iter1_a/1", Optional.of("campaign"));
  private static final Asked OTHER = new Asked("exp_iter2_b/1", Optional.of("campaign"));

  private final FleetWorkers workers = new FleetWorkers();

  private static Step step(int secondsLater) {
    return new Step(
        "rate point",
        2,
        BEGUN,
        BEGUN.plusSeconds(secondsLater),
        Optional.of(StepSign.first(Optional.empty(), "0.1.0", "w/1")));
  }

  private static Standing standing(int waiting, UnderWay... steps) {
    return new Standing(10, List.of(steps), waiting, Set.of());
  }

  @Test
  void whoAsksForWorkAndWhoDoesStepsAreOneListByName() {
    workers.asking(
        new TreeMap<>(Map.of("busy", BEGUN.plusSeconds(3), "idle", BEGUN.plusSeconds(4))));
    workers.stands("w1", ONE, standing(3, new UnderWay("busy", step(9))));
    workers.stands(
        "w2",
        OTHER,
        standing(2, new UnderWay("busy", step(1)), new UnderWay("all slots taken", step(2))));
    FleetWorkers.Snapshot found = workers.now().orElseThrow();
    assertThat(found.waiting()).isEqualTo(5);
    assertThat(found.workers())
        .extracting(Known::name)
        .containsExactly("all slots taken", "busy", "idle");
    assertThat(found.workers().get(1).steps())
        .containsExactlyInAnyOrder(new Doing(ONE, step(9)), new Doing(OTHER, step(1)));
    assertThat(found.workers().get(1).heard()).as("the newest").isEqualTo(BEGUN.plusSeconds(9));
    assertThat(found.workers().get(2).steps()).isEmpty();
  }

  @Test
  void aJobThatNobodyFollowsAnyMoreKeepsNobodyAtWork() {
    workers.asking();
    workers.stands("w1", ONE, standing(1, new UnderWay("busy", step(1))));
    workers.forget("w1");
    assertThat(workers.now().orElseThrow())
        .isEqualTo(new FleetWorkers.Snapshot(List.of(), 0, false));
  }

  @Test
  void nothingIsKnownWhereTheServerIsNotAsked() {
    assertThat(workers.now()).isEmpty();
    workers.stands("w1", ONE, standing(1, new UnderWay("busy", step(1))));
    assertThat(workers.now()).isEmpty();
    workers.asking();
    assertThat(workers.now()).isPresent();
    workers.unknown();
    assertThat(workers.now()).isEmpty();
  }
}
