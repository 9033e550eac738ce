package dev.codecsmith.cli.dashboard;

import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Actions;
import dev.codecsmith.service.protocol.RefusedException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked on the page of a run: what can be asked on that of its store, and a new budget for
 * the campaign that this process runs. It ends its iterations under way, and goes on with that.
 */
final class RunActions implements Actions {
  private final StoredActions stored;
  private Optional<String> running = Optional.empty();
  private Optional<Action.NewBudget> asked = Optional.empty();

  RunActions(StoredActions stored) {
    this.stored = stored;
  }

  /** The campaign that this process runs. */
  synchronized void run(String campaign) {
    running = Optional.of(campaign);
  }

  /** Why the campaign begins no further iteration for now; empty where no budget was asked for. */
  synchronized Optional<String> pause() {
    return asked.map(_ -> "It is about to go on with its new budget.");
  }

  /** The budget that was asked for last, which is told once. */
  synchronized Optional<Action.NewBudget> take() {
    Optional<Action.NewBudget> budget = asked;
    asked = Optional.empty();
    return budget;
  }

  private synchronized boolean runs(String campaign) {
    return running.equals(Optional.of(campaign));
  }

  @Override
  public Set<Action.Kind> possible(String campaign) throws IOException {
    Set<Action.Kind> possible = EnumSet.noneOf(Action.Kind.class);
    possible.addAll(stored.possible(campaign));
    if (runs(campaign) && possible.contains(Action.Kind.STOP)) {
      possible.add(Action.Kind.BUDGET);
    }
    return possible;
  }

  @Override
  public boolean takesCampaigns() {
    return stored.takesCampaigns();
  }

  @Override
  public String perform(Action action) throws RefusedException, IOException, InterruptedException {
    if (action instanceof Action.NewBudget budget && runs(budget.campaign())) {
      synchronized (this) {
        asked = Optional.of(budget);
      }
      return "It goes on with its new budget when its iterations under way have ended.";
    }
    return stored.perform(action);
  }
}
