package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.TestFleet;
import dev.codecsmith.cluster.server.TemporalServer;
import dev.codecsmith.cluster.worker.FleetWorker;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.lab.assembly.LocalEvaluations;
import dev.codecsmith.lab.clips.CopiedClips;
import dev.codecsmith.lab.job.AbstractEvaluatorTest;
import dev.codecsmith.lab.job.Evaluator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
            new FleetWorker.Abilities(List.of("java"), false, 2, 100),
            LocalEvaluations.steps(
                parts.worker(),
                new LocalEvaluations.Storage(
                    parts.artifacts(),
                    new CopiedClips(parts.artifacts(), parts.folder().resolve("clips"))),
                parts.sandbox(),
                parts.toolchains(),
                2,
                parts.folder().resolve("work")),
            parts.artifacts());
    worker.start();
    open.add(worker);
    open.add(server);
    return new FleetEvaluator(
        server, queues, PACE, parts.artifacts(), new FleetEvaluator.Listening(queues.name(), 50));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
