package dev.codecsmith.service.alerts.rules;

import dev.codecsmith.service.alerts.AlertKind;
import dev.codecsmith.service.alerts.Finding;
import dev.codecsmith.service.alerts.Finding.Begins;
import dev.codecsmith.service.alerts.Finding.Ends;
import dev.codecsmith.service.alerts.Incident;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Workers that are down, and that none is left. Of the only worker there is, that it is down says
 * both.
 */
public final class WorkersRule {
  /** The subject where no single worker is meant. */
  public static final String ALL = "all workers";

  private static final String WAITS =
      "The campaign waits for one, asks no model and spends no iteration; it goes on by itself.";

  private final Set<String> named;
  private final Set<String> down = new HashSet<>();
  private boolean waiting;

  /**
   * @param named the workers that are used; none where this process evaluates
   */
  public WorkersRule(Collection<String> named) {
    this.named = Set.copyOf(named);
  }

  /** What ends since other workers are used than when it was found. */
  public List<Finding> begin(Collection<Incident> open) {
    List<Finding> found = new ArrayList<>();
    for (Incident incident : open) {
      boolean gone =
          switch (incident.kind()) {
            case WORKER_DOWN -> !named.contains(incident.subject());
            case NO_WORKER -> named.size() < 2;
            default -> false;
          };
      if (gone) {
        found.add(new Ends(incident.kind(), incident.subject(), "It is not waited for any more."));
      }
    }
    return found;
  }

  /** They are not asked any more, until a campaign needs them. */
  public void rest() {
    down.clear();
    waiting = false;
  }

  /** A worker can be given work. */
  public List<Finding> up(String worker) {
    down.remove(worker);
    waiting = false;
    return List.of(
        new Ends(AlertKind.WORKER_DOWN, worker, "It can be given work again."),
        new Ends(AlertKind.NO_WORKER, ALL, worker + " can be given work again."));
  }

  /**
   * A worker cannot be given work.
   *
   * @param reason why, in a sentence
   */
  public List<Finding> down(String worker, String reason) {
    down.add(worker);
    List<Finding> found = new ArrayList<>();
    found.add(
        new Begins(
            AlertKind.WORKER_DOWN,
            worker,
            named.size() == 1
                ? reason + " It is the only one. " + WAITS
                : reason + " What it was doing is given to another one."));
    found.addAll(none());
    return found;
  }

  /** Something waits for a worker, and none can be given work. */
  public List<Finding> waiting() {
    waiting = true;
    return none();
  }

  /** At the start one waits for workers that have not been asked yet. */
  private List<Finding> none() {
    return waiting && named.size() > 1 && down.containsAll(named)
        ? List.of(
            new Begins(
                AlertKind.NO_WORKER, ALL, "None of %d is there. ".formatted(named.size()) + WAITS))
        : List.of();
  }
}
