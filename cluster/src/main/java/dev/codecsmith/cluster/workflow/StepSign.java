package dev.codecsmith.cluster.workflow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.codecsmith.lab.job.Heartbeat;
import java.util.Optional;

/**
 * What a step under way says of itself, which the server keeps and shows whoever does it next.
 *
 * @param newest how far it is; empty where it did not say yet
 * @param faults how many attempts of it ended with a fault of the machine so far. Attempts that
 *     were lost with their worker, or left by one that stops, are none
 * @param version of the worker that does it
 */
public record StepSign(Optional<Heartbeat> newest, int faults, String version) {
  /** The phase that it said last, if it did. */
  @JsonIgnore
  public Optional<Heartbeat.Phase> phase() {
    return newest.filter(Heartbeat.Phase.class::isInstance).map(Heartbeat.Phase.class::cast);
  }
}
