package dev.codecsmith.dashboard.http;

import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Actions;
import dev.codecsmith.service.protocol.RefusedException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what is asked for, and does nothing; one campaign refuses everything. */
final class RecordedActions implements Actions {
  static final String STUBBORN = "stubborn";

  private final List<Action> asked = new CopyOnWriteArrayList<>();

  @Override
  public Set<Action.Kind> possible(String campaign) {
    return EnumSet.allOf(Action.Kind.class);
  }

  @Override
  public boolean takesCampaigns() {
    return true;
  }

  @Override
  public String perform(Action action) throws RefusedException {
    if (action instanceof Action.Stop stop && stop.campaign().equals(STUBBORN)) {
      throw new RefusedException(RefusedException.Reason.CONFLICT, "It does not run.");
    }
    asked.add(action);
    return "It is done.";
  }

  List<Action> asked() {
    return new ArrayList<>(asked);
  }
}
