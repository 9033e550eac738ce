package dev.codecsmith.cluster.workflow;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.codecsmith.lab.job.Heartbeat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a step under way says of itself, which the server keeps and shows whoever does it next.
 *
 * @param newest how far it is; empty where it did not say yet
 * @param faults how many attempts of it ended with a fault of the machine so far. Attempts that
 *     were lost with their worker, or left by one that stops, are none
 * @param version of the worker that does it
 * @param lost names the processes of workers that were lost while they ran it, in order. One that
 *     was only silent for too long, and does it again, is none
 * @param runner names the process of the worker that runs it; empty where it waits there, or has
 *     ended by a fault
 * @param givenBackBy the worker that lacks what it needs, in the last sign of its attempt
 */
public record StepSign(
    Optional<Heartbeat> newest,
    int faults,
    String version,
    List<String> lost,
    Optional<String> runner,
    Optional<String> givenBackBy) {
  public StepSign {
    lost = List.copyOf(lost);
  }

  /**
   * The first of an attempt.
   *
   * @param before the last of the attempt before, whose runner did not end it
   * @param version of the worker
   * @param process names that of the worker, which was not lost
   */
  public static StepSign first(Optional<StepSign> before, String version, String process) {
    List<String> lost =
        before.stream()
            .flatMap(sign -> Stream.concat(sign.lost().stream(), sign.runner().stream()))
            .distinct()
            .filter(each -> !each.equals(process))
            .toList();
    return new StepSign(
        Optional.empty(),
        before.map(StepSign::faults).orElse(0),
        version,
        lost,
        Optional.empty(),
        Optional.empty());
  }

  /** It has come so far. */
  public StepSign at(Heartbeat heartbeat) {
    return new StepSign(Optional.of(heartbeat), faults, version, lost, runner, Optional.empty());
  }

  /** That process runs it from now on. */
  public StepSign runBy(String process) {
    return new StepSign(newest, faults, version, lost, Optional.of(process), Optional.empty());
  }

  /** The last of an attempt that ends without a result. */
  public StepSign left(boolean byFault) {
    return new StepSign(
        Optional.empty(),
        byFault ? faults + 1 : faults,
        version,
        lost,
        Optional.empty(),
        Optional.empty());
  }

  /** The last of an attempt of that worker, which lacks what the step needs. */
  public StepSign givenBack(String worker) {
    return new StepSign(
        Optional.empty(), faults, version, lost, Optional.empty(), Optional.of(worker));
  }

  /** The phase that it said last, if it did. */
  @JsonIgnore
  public Optional<Heartbeat.Phase> phase() {
    return newest.filter(Heartbeat.Phase.class::isInstance).map(Heartbeat.Phase.class::cast);
  }
}
