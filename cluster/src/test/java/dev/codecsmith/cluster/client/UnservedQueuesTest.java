package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.cluster.workflow.TaskQueues.Needs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Of which work it is told that no worker is fit for it. */
class UnservedQueuesTest {
  private static final TaskQueues QUEUES = TaskQueues.STANDARD;
  private static final Needs RUST = new Needs("rust", 1, List.of());
  private static final String RUSTS = QUEUES.programs(RUST);

  private final List<String> told = new ArrayList<>();
  private final UnservedQueues unserved = new UnservedQueues(QUEUES, new Told());
  private final Set<String> alive = new TreeSet<>();
  private final Set<String> idle = new TreeSet<>();
  private final Map<String, Set<String>> asked = new TreeMap<>();

  private final class Told implements FleetListener {
    @Override
    public void up(String about) {}

    @Override
    public void down(String reason) {}

    @Override
    public void waiting() {}

    @Override
    public void missing(String work, String reason) {
      told.add("missing: " + work);
      told.add(reason);
    }

    @Override
    public void found(String work) {
      told.add("found: " + work);
    }
  }

  /** A worker that looks into these queues. */
  private void idle(String name, String... queues) {
    alive.add(name);
    idle.add(name);
    for (String queue : queues) {
      asked.computeIfAbsent(queue, _ -> new TreeSet<>()).add(name);
    }
  }

  private void full(String name) {
    alive.add(name);
    idle.remove(name);
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      unserved.look(alive, idle, queue -> asked.getOrDefault(queue, Set.of()));
    }
  }

  @Test
  void workBesideIdleWorkersThatAreNotFitForItIsToldOnce() {
    idle("a");
    idle("b");
    unserved.waits("w1", RUST, Set.of());
    unserved.waits("w2", RUST, Set.of());
    look(1);
    assertThat(told).as("a worker may just have begun to look into its queues").isEmpty();
    look(3);
    assertThat(told)
        .containsExactly(
            "missing: programs in rust",
            "No worker of the fleet codecsmith takes programs in rust. They wait until one comes that"
                + " does: start one where rust is installed (codecsmith doctor says so), with 1 GiB"
                + " of memory for each of its --parallel programs.");
    idle("c", RUSTS);
    look(2);
    assertThat(told).hasSize(3).last().isEqualTo("found: programs in rust");
  }

  @Test
  void memoryAndDevicesAreNamedWhereTheyAreAsked() {
    idle("a", QUEUES.programs(new Needs("c", 1, List.of())));
    unserved.waits("w1", new Needs("c", 5L << 30, List.of("/dev/kfd")), Set.of());
    look(2);
    assertThat(told.getFirst())
        .isEqualTo("missing: programs in c with up to 16 GiB of memory and \"/dev/kfd\"");
    assertThat(told.getLast())
        .endsWith(
            "with 16 GiB of memory for each of its --parallel programs, with --device \"/dev/kfd\".");
  }

  @Test
  void workThatIsGivenBackByAllThatLookIntoItsQueueIsToldWithItsDevice() {
    Needs gpu = new Needs("c", 1, List.of("/dev/kfd"));
    Needs other = new Needs("c", 1, List.of("/dev/dri/renderD128"));
    String queue = QUEUES.programs(gpu);
    idle("a", queue);
    idle("b", queue);
    unserved.waits("w1", gpu, Set.of("a"));
    unserved.waits("w2", other, Set.of("a"));
    look(3);
    assertThat(told).as("b may have them").isEmpty();
    unserved.waits("w1", gpu, Set.of("b"));
    look(2);
    assertThat(told).hasSize(2).first().isEqualTo("missing: programs in c with \"/dev/kfd\"");
    idle("c", queue);
    look(1);
    assertThat(told).hasSize(3).last().isEqualTo("found: programs in c with \"/dev/kfd\"");
  }

  @Test
  void nothingIsToldWhileAWorkerThatHasNoRoomMayBeFit() {
    idle("idle");
    full("full");
    unserved.waits("w1", RUST, Set.of());
    look(5);
    assertThat(told).isEmpty();
    idle("full");
    look(1);
    full("full");
    look(1);
    assertThat(told).as("what a worker has does not change").hasSize(2);
  }

  @Test
  void aWorkerThatIsGoneIsNotFitForAnything() {
    idle("idle");
    asked.put(RUSTS, Set.of("gone"));
    unserved.waits("w1", RUST, Set.of());
    look(2);
    assertThat(told).hasSize(2);
  }

  @Test
  void itIsOverWhenNothingWaitsAnyMore() {
    idle("a");
    unserved.waits("w1", RUST, Set.of());
    unserved.waits("w2", RUST, Set.of());
    look(2);
    unserved.goesOn("w1");
    look(1);
    assertThat(told).hasSize(2);
    unserved.goesOn("w2");
    look(2);
    assertThat(told).hasSize(3).last().isEqualTo("found: programs in rust");
  }
}
