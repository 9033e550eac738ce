package dev.codecsmith.cli.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.options.elsewhere.Elsewhere;
import dev.codecsmith.cluster.server.ScriptedTemporal;
import dev.codecsmith.cluster.server.ServerAddress;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.sandbox.languages.Toolchains;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An orchestrator's figures of what waits for its fleet. The server is one that says what the test
 * wants: Temporal's own for tests does not describe task queues.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FleetBacklogTest {
  private static final String BACKLOG = "codecsmith.fleet.backlog";

  @Test
  void itTellsOfEachQueueOfItsFleetHowManyStepsWait() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<String> queues = new TaskQueues("night").all(Toolchains.languages());
    CountDownLatch told = new CountDownLatch(queues.size());
    registry
        .config()
        .onMeterAdded(meter -> {
          if (meter.getId().getName().equals(BACKLOG)) {
            told.countDown();
          }
        });
    try (ScriptedTemporal temporal = ScriptedTemporal.plain()) {
      temporal.tellBacklog(7);
      Elsewhere fleet =
          new Elsewhere.Cluster(
              ServerAddress.plain(temporal.target(), "default"), "night", Duration.ofSeconds(30));
      try (FleetBacklog backlog = FleetBacklog.of(Optional.of(fleet), "orchestrator", registry)) {
        backlog.bindTo(registry);
        told.await();
      }
    }
    assertThat(registry.find(BACKLOG).gauges())
        .allSatisfy(gauge -> assertThat(gauge.value()).isEqualTo(7))
        .extracting(FleetBacklogTest::queue)
        .containsExactlyInAnyOrderElementsOf(queues);
    assertThat(registry.find("temporal_request").counters())
        .as("of the connection itself, as its end reports at the latest")
        .isNotEmpty();
  }

  private static String queue(Gauge gauge) {
    return String.valueOf(gauge.getId().getTag("queue"));
  }

  @Test
  void anOrchestratorWithoutAFleetHasNoSuchFigure() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Elsewhere workers =
        new Elsewhere.Workers(List.of(URI.create("http://127.0.0.1:1")), Optional.empty());
    for (Optional<Elsewhere> each : List.of(Optional.<Elsewhere>empty(), Optional.of(workers))) {
      try (FleetBacklog backlog = FleetBacklog.of(each, "orchestrator", registry)) {
        backlog.bindTo(registry);
      }
    }
    assertThat(registry.getMeters()).isEmpty();
  }
}
