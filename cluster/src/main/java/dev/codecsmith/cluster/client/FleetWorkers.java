package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.workflow.StepSign;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who works for the campaigns of this process, as far as the server of their fleet tells. Nothing
 * is asked of the server for it: it is what those hear anyway who wait for jobs and look whether
 * somebody is there. A worker is known that does a step of these campaigns, or that asked for work
 * not long ago; one that does nothing but steps of other campaigns is not. Times are by the clock
 * of the server. Safe for all threads.
 */
public final class FleetWorkers {
  private final Map<String, Followed> jobs = new HashMap<>();
  private Optional<Asking> asking = Optional.empty();

  /**
   * A job.
   *
   * @param attempt as the job names it
   * @param campaign its id; empty for what is asked for none
   */
  public record Asked(String attempt, Optional<String> campaign) {}

  /**
   * A step that a worker does.
   *
   * @param kind in words, such as {@code rate point}
   * @param attempt from 1; also those that were lost with their worker or left by one that stopped
   *     count
   * @param begun when this attempt did
   * @param heard its last sign of life, which comes four times in a {@link
   *     dev.codecsmith.cluster.workflow.Pace#silence} at most; its begin where there was none yet
   * @param said what that sign was; empty where there was none yet
   */
  public record Step(
      String kind, int attempt, Instant begun, Instant heard, Optional<StepSign> said) {}

  /** What a worker does, and for which job. */
  public record Doing(Asked job, Step step) {}

  /**
   * A worker. Several of one name are one here, as at the server.
   *
   * @param heard when the server last heard of it: that it asks for work, or does a step
   * @param steps that it does; none of one that waits for work
   */
  public record Known(String name, Instant heard, List<Doing> steps) {
    public Known {
      steps = List.copyOf(steps);
    }
  }

  /**
   * How it stands.
   *
   * @param workers by name
   * @param waiting steps that wait for a worker
   * @param tellsIdle whether the server tells who asks for work, so that {@code workers} has those
   *     too that do nothing
   */
  public record Snapshot(List<Known> workers, int waiting, boolean tellsIdle) {
    public Snapshot {
      workers = List.copyOf(workers);
    }
  }

  /** Who asked for work not long ago, and when; empty where the server cannot tell. */
  private record Asking(Optional<SortedMap<String, Instant>> workers) {}

  private record Followed(Asked job, PendingSteps.Standing standing) {}

  /** How it stands; empty while the server does not answer, or nobody asks it. */
  public synchronized Optional<Snapshot> now() {
    return asking.map(this::snapshot);
  }

  private Snapshot snapshot(Asking found) {
    SortedMap<String, Instant> heard = new TreeMap<>(found.workers().orElseGet(TreeMap::new));
    Map<String, List<Doing>> steps = new HashMap<>();
    int waiting = 0;
    for (Followed each : jobs.values()) {
      waiting += each.standing().waiting();
      for (PendingSteps.UnderWay step : each.standing().underWay()) {
        heard.merge(step.worker(), step.step().heard(), FleetWorkers::later);
        steps
            .computeIfAbsent(step.worker(), _ -> new ArrayList<>())
            .add(new Doing(each.job(), step.step()));
      }
    }
    List<Known> workers = new ArrayList<>();
    heard.forEach(
        (name, time) -> workers.add(new Known(name, time, steps.getOrDefault(name, List.of()))));
    return new Snapshot(workers, waiting, found.workers().isPresent());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** The server says who asked for work not long ago, and when. */
  synchronized void asking(SortedMap<String, Instant> workers) {
    asking = Optional.of(new Asking(Optional.of(workers)));
  }

  /** The server answers, and cannot say who asks for work. */
  synchronized void asking() {
    asking = Optional.of(new Asking(Optional.empty()));
  }

  /** The server does not answer, or is not asked any more. */
  synchronized void unknown() {
    asking = Optional.empty();
  }

  /** The server says how a job stands. */
  synchronized void stands(String workflow, Asked job, PendingSteps.Standing standing) {
    jobs.put(workflow, new Followed(job, standing));
  }

  /** Nobody follows the job any more. */
  synchronized void forget(String workflow) {
    jobs.remove(workflow);
  }
}
