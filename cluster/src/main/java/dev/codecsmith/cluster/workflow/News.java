package dev.codecsmith.cluster.workflow;

import dev.codecsmith.lab.job.Heartbeat;
import dev.codecsmith.lab.steps.StoredCurve;
import java.util.Optional;

/**
 * A sign of life of a job: a heartbeat, or a curve that was measured and lies among the artifacts,
 * being large.
 */
public record News(Optional<Heartbeat> heartbeat, Optional<StoredCurve> curve) {
  static News of(Heartbeat heartbeat) {
    return new News(Optional.of(heartbeat), Optional.empty());
  }

  static News of(StoredCurve curve) {
    return new News(Optional.empty(), Optional.of(curve));
  }
}
