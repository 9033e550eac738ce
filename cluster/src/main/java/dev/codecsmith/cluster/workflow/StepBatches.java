package dev.codecsmith.cluster.workflow;

import dev.codecsmith.store.json.Json;
import io.temporal.workflow.Workflow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Steps that are begun side by side, not more in one turn of the workflow than fit into one message
 * to the server, which takes 4 MiB: each step has the whole job with it.
 */
final class StepBatches {
  private static final int MOST_BYTES = 2 << 20;

  /** What a step has beside the job. */
  private static final int STEP_BYTES = 1024;

  private static final Duration NEXT_TURN = Duration.ofMillis(1);

  private final int size;
  private int begun;

  StepBatches(FleetTask task) {
    int bytes = Json.write(task).getBytes(StandardCharsets.UTF_8).length + STEP_BYTES;
    size = Math.max(1, MOST_BYTES / bytes);
  }

  /** One more is about to be begun, in the next turn if this one is full. */
  void next() {
    if (begun > 0 && begun % size == 0) {
      Workflow.sleep(NEXT_TURN);
    }
    begun++;
  }
}
