package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Fleet;
import dev.codecsmith.cluster.client.FleetEvaluator.Labels;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.worker.StepPlace;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.job.AbstractEvaluatorTest;
import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.Evaluator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The evaluation contract, by a worker that takes its steps from a Temporal server. */
class FleetEvaluatorTest extends AbstractEvaluatorTest {
  private static final Pace PACE = new Pace(Duration.ofSeconds(5), Duration.ofMillis(50), 2);

  private final List<AutoCloseable> open = new ArrayList<>();

  @Override
  protected Evaluator evaluator(Parts parts) throws IOException {
    // A fleet of its own, so that no other test's worker does its jobs.
    TaskQueues queues = new TaskQueues("test-" + UUID.randomUUID());
    TemporalServer server = TestFleet.connect(parts.worker());
    FleetWorker worker =
        new FleetWorker(
            server,
            queues,
            new FleetWorker.Abilities(
                new TaskQueues.Offer(List.of("java"), 1L << 30, false), 2, 100),
            new StepPlace(
                parts.worker(),
                "test",
                LocalEvaluations.steps(
                    parts.worker(),
                    new LocalEvaluations.Storage(
                        parts.artifacts(),
                        new CopiedClips(parts.artifacts(), parts.folder().resolve("clips"))),
                    parts.sandbox(),
                    parts.toolchains(),
                    2,
                    parts.folder().resolve("work")),
                parts.artifacts(),
                queues.name(),
                StepPlace.Holding.NONE,
                DeviceGrant.NONE));
    worker.start();
    FleetWatch watch = FleetWatch.start(server, queues, new Silent(), new FleetWorkers(), 1000);
    open.add(watch);
    open.add(worker);
    open.add(server);
    return new FleetEvaluator(
        server,
        watch,
        new Fleet(queues, PACE, 50),
        parts.artifacts(),
        new Labels(queues.name(), Optional.of("campaign_test"), false));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
