package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.workflow.TaskQueues;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Queues in which steps wait, and that no worker of the fleet looks into. A worker looks into all
 * of its queues at once while it has room for a step, and into none while it has not, and after
 * some minutes a server does not know any more who did. So a worker that looks into the anchors'
 * queue, as all do, and not into another one, is not fit for what waits there; of one that has had
 * no room for long nothing is known until it has.
 */
final class UnservedQueues {
  /** A worker that begins to look into its queues does so one after the other. */
  private static final int LOOKS = 2;

  private final TaskQueues queues;
  private final FleetListener listener;
  private final Map<String, TaskQueues.Needs> waiting = new HashMap<>();
  private final Map<String, Judged> judged = new HashMap<>();

  /** What is known of a queue. */
  private static final class Judged {
    private final String work;
    private final Set<String> unfit = new HashSet<>();
    private int looks;
    private boolean told;

    Judged(String work) {
      this.work = work;
    }
  }

  /**
   * @param listener told of work that no worker is fit for, and when that has changed
   */
  UnservedQueues(TaskQueues queues, FleetListener listener) {
    this.queues = queues;
    this.listener = listener;
  }

  /** All steps of a workflow that are to be done wait. */
  synchronized void waits(String workflow, TaskQueues.Needs needs) {
    waiting.put(workflow, needs);
  }

  /** A step of it is done, or nobody follows it any more. */
  synchronized void goesOn(String workflow) {
    waiting.remove(workflow);
  }

  /** What waits, by the queue that it waits in. */
  private synchronized SortedMap<String, TaskQueues.Needs> wanted() {
    SortedMap<String, TaskQueues.Needs> wanted = new TreeMap<>();
    waiting.values().forEach(needs -> wanted.put(queues.programs(needs), needs));
    return wanted;
  }

  /**
   * Looks after the queues in which steps wait now; by one thread.
   *
   * @param alive the workers of the fleet, one at least
   * @param idle those that look into their queues now, or did so short enough ago that the server
   *     knows of all of these
   * @param asked who is known to have looked into a queue
   */
  void look(Set<String> alive, Set<String> idle, Function<String, Set<String>> asked) {
    SortedMap<String, TaskQueues.Needs> wanted = wanted();
    List.copyOf(judged.keySet()).stream()
        .filter(queue -> !wanted.containsKey(queue))
        .forEach(this::served);
    wanted.forEach((queue, needs) -> {
      if (Collections.disjoint(alive, asked.apply(queue))) {
        unserved(queue, needs, alive, idle);
      } else {
        served(queue);
      }
    });
  }

  private void served(String queue) {
    Judged found = judged.remove(queue);
    if (found != null && found.told) {
      listener.found(found.work);
    }
  }

  private void unserved(String queue, TaskQueues.Needs needs, Set<String> alive, Set<String> idle) {
    Judged found = judged.computeIfAbsent(queue, _ -> new Judged(work(needs)));
    found.unfit.addAll(idle);
    found.unfit.retainAll(alive);
    found.looks = found.unfit.containsAll(alive) ? found.looks + 1 : 0;
    if (found.looks >= LOOKS && !found.told) {
      found.told = true;
      listener.missing(found.work, sentences(found.work, needs));
    }
  }

  private static String work(TaskQueues.Needs needs) {
    List<String> wanted = new ArrayList<>();
    long gibibytes = TaskQueues.gibibytes(needs);
    if (gibibytes > 1) {
      wanted.add("up to " + gibibytes + " GiB of memory");
    }
    if (needs.devices()) {
      wanted.add("devices");
    }
    return "programs in "
        + needs.language()
        + (wanted.isEmpty() ? "" : " with " + String.join(" and ", wanted));
  }

  private String sentences(String work, TaskQueues.Needs needs) {
    List<String> wanted = new ArrayList<>();
    wanted.add("where " + needs.language() + " is installed (codecsmith doctor says so)");
    wanted.add(
        "with "
            + TaskQueues.gibibytes(needs)
            + " GiB of memory for each of its --parallel programs");
    if (needs.devices()) {
      wanted.add("with --device");
    }
    return "No worker of the fleet "
        + queues.name()
        + " takes "
        + work
        + ". They wait until one comes that does: start one "
        + String.join(", ", wanted)
        + ".";
  }
}
