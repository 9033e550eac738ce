package dev.codecsmith.cluster.worker;

import dev.codecsmith.lab.job.DeviceGrant;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.local.EvaluationSteps;
import dev.codecsmith.store.ArtifactStore;

/**
 * Where a worker does steps.
 *
 * @param worker what results call it
 * @param version of its release
 * @param steps does them
 * @param artifacts where answers go, which all of the fleet and the caller share
 * @param shared names that store, in the words that the callers have for it
 * @param hold keeps what a job needs at hand
 * @param devices that programs may open here
 */
public record StepPlace(
    String worker,
    String version,
    EvaluationSteps steps,
    ArtifactStore artifacts,
    String shared,
    Holding hold,
    DeviceGrant devices) {

  /** Keeps what a job needs at hand, such as clips in a cache, while something is done for it. */
  @FunctionalInterface
  public interface Holding {
    /** Nothing need be kept. */
    Holding NONE = _ -> () -> {};

    Held hold(Job<?> job);
  }

  /** What is kept until this is closed. */
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
