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
  private Optional<Run> running = Optional.empty();
  private Optional<Action.NewBudget> asked = Optional.empty();

  private record Run(String campaign, RunDashboard.BudgetCheck check) {}

  RunActions(StoredActions stored) {
    this.stored = stored;
  }

  /**
   * The campaign that this process runs, until {@link #take}.
   *
   * @param check refuses a budget that it cannot go on with
   */
  synchronized void run(String campaign, RunDashboard.BudgetCheck check) {
    running = Optional.of(new Run(campaign, check));
  }

  /** Why the campaign begins no further iteration for now; empty where no budget was asked for. */
  synchronized Optional<String> pause() {
    return asked.map(_ -> "It is about to go on with its new budget.");
  }

  /** The budget that was asked for, which is told once; from now on the campaign takes none. */
  synchronized Optional<Action.NewBudget> take() {
    Optional<Action.NewBudget> budget = asked;
    asked = Optional.empty();
    running = Optional.empty();
    return budget;
  }

  private synchronized Optional<Run> running(String campaign) {
    return running.filter(run -> run.campaign().equals(campaign));
  }

  @Override
  public Set<Action.Kind> possible(String campaign) throws IOException {
    Set<Action.Kind> possible = EnumSet.noneOf(Action.Kind.class);
    possible.addAll(stored.possible(campaign));
    if (running(campaign).isPresent() && possible.contains(Action.Kind.STOP)) {
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
    if (action instanceof Action.NewBudget budget) {
      synchronized (this) {
        Optional<Run> run = running(budget.campaign());
        if (run.isPresent()) {
          asked = Optional.of(checked(run.get(), budget));
          return "It goes on with its new budget when its iterations under way have ended.";
        }
      }
    }
    return stored.perform(action);
  }

  /** With what was asked for before and is not taken yet, if the campaign can go on with both. */
  private Action.NewBudget checked(Run run, Action.NewBudget budget) throws RefusedException {
    Action.NewBudget all = asked.isPresent() ? asked.get().with(budget) : budget;
    try {
      run.check().check(all);
      return all;
    } catch (IllegalArgumentException | IOException e) {
      throw new RefusedException(RefusedException.Reason.CONFLICT, String.valueOf(e.getMessage()));
    }
  }
}
