package dev.codecsmith.cluster.client;

import static java.util.stream.Collectors.joining;

import dev.codecsmith.cluster.workflow.TaskQueues;
import dev.codecsmith.sandbox.PlainText;
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
 * Work that waits and that no worker of the fleet is fit for. A worker looks into all of its queues
 * at once while it has room for a step, and into none while it has not, and after some minutes a
 * server does not know any more who did. So a worker that looks into the anchors' queue, as all do,
 * and not into another one, is not fit for what waits there; of one that has had no room for long
 * nothing is known until it has. Which devices it has does not show by its queues: a worker that
 * lacks one gives the step back.
 */
final class UnservedQueues {
  /** A worker that begins to look into its queues does so one after the other. */
  private static final int LOOKS = 2;

  private final TaskQueues queues;
  private final FleetListener listener;
  private final Map<String, Waiting> waiting = new HashMap<>();
  private final Map<String, Judged> judged = new HashMap<>();

  /**
   * Steps that wait.
   *
   * @param givenBackBy workers that lack a device for them
   */
  private record Waiting(TaskQueues.Needs needs, Set<String> givenBackBy) {
    Waiting and(Set<String> more) {
      Set<String> all = new HashSet<>(givenBackBy);
      all.addAll(more);
      return new Waiting(needs, all);
    }
  }

  /** What is known of work. */
  private static final class Judged {
    private final Set<String> unfit = new HashSet<>();
    private int looks;
    private boolean told;
  }

  /**
   * @param listener told of work that no worker is fit for, and when that has changed
   */
  UnservedQueues(TaskQueues queues, FleetListener listener) {
    this.queues = queues;
    this.listener = listener;
  }

  /**
   * All steps of a workflow that are to be done wait.
   *
   * @param givenBackBy workers that had one of them and lack a device that it needs
   */
  synchronized void waits(String workflow, TaskQueues.Needs needs, Set<String> givenBackBy) {
    waiting.merge(
        workflow, new Waiting(needs, givenBackBy), (before, _) -> before.and(givenBackBy));
  }

  /** A step of it is done, or nobody follows it any more. */
  synchronized void goesOn(String workflow) {
    waiting.remove(workflow);
  }

  /** What waits, in words. */
  private synchronized SortedMap<String, Waiting> wanted() {
    SortedMap<String, Waiting> wanted = new TreeMap<>();
    waiting
        .values()
        .forEach(each ->
            wanted.merge(work(each.needs()), each, (one, other) -> one.and(other.givenBackBy())));
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
    SortedMap<String, Waiting> wanted = wanted();
    List.copyOf(judged.keySet()).stream()
        .filter(work -> !wanted.containsKey(work))
        .forEach(this::served);
    wanted.forEach((work, each) -> {
      Set<String> fit = new HashSet<>(asked.apply(queues.programs(each.needs())));
      fit.removeAll(each.givenBackBy());
      if (Collections.disjoint(alive, fit)) {
        unserved(work, each, alive, idle);
      } else {
        served(work);
      }
    });
  }

  private void served(String work) {
    Judged found = judged.remove(work);
    if (found != null && found.told) {
      listener.found(work);
    }
  }

  private void unserved(String work, Waiting each, Set<String> alive, Set<String> idle) {
    Judged found = judged.computeIfAbsent(work, _ -> new Judged());
    found.unfit.addAll(idle);
    found.unfit.addAll(each.givenBackBy());
    found.unfit.retainAll(alive);
    found.looks = found.unfit.containsAll(alive) ? found.looks + 1 : 0;
    if (found.looks >= LOOKS && !found.told) {
      found.told = true;
      listener.missing(work, sentences(work, each.needs()));
    }
  }

  private static String work(TaskQueues.Needs needs) {
    List<String> wanted = new ArrayList<>();
    long gibibytes = TaskQueues.gibibytes(needs);
    if (gibibytes > 1) {
      wanted.add("up to " + gibibytes + " GiB of memory");
    }
    if (!needs.devices().isEmpty()) {
      wanted.add(
          needs.devices().stream().map(PlainText::quoted).sorted().collect(joining(" and ")));
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
    if (!needs.devices().isEmpty()) {
      wanted.add(
          "with "
              + needs.devices().stream()
                  .map(each -> "--device " + PlainText.quoted(each))
                  .sorted()
                  .collect(joining(" and ")));
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
