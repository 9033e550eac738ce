package dev.codecsmith.cli.dashboard;

import dev.codecsmith.cli.control.CampaignProcess;
import dev.codecsmith.cli.control.CampaignStop;
import dev.codecsmith.cli.control.CancelFolder;
import dev.codecsmith.cli.control.ExperimentRemoval;
import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Actions;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the commands {@code campaign stop}, {@code experiments cancel} and {@code experiments
 * delete} do, from the page of a store. To go on with a campaign takes a process that runs it, so
 * its command is told instead. A run gives its own campaign a new budget, see {@link RunActions}.
 */
final class StoredActions implements Actions {
  private static final Logger log = LoggerFactory.getLogger(StoredActions.class);

  private final StoreOption option;
  private final DataDirectory opened;

  /**
   * @param option opens the store to change it
   * @param opened the same store, open
   */
  StoredActions(StoreOption option, DataDirectory opened) {
    this.option = option;
    this.opened = opened;
  }

  @Override
  public Set<Action.Kind> possible(String campaign) throws IOException {
    if (new CampaignProcess(opened, campaign).process().isPresent()) {
      return CancelFolder.isRunWith(opened, campaign)
          ? EnumSet.of(Action.Kind.STOP, Action.Kind.CANCEL)
          : EnumSet.of(Action.Kind.STOP);
    }
    // Who deletes takes the folder's lock, also where records are in a store that machines share.
    return DataDirectory.writer(opened.path()).isPresent()
        ? EnumSet.noneOf(Action.Kind.class)
        : EnumSet.of(Action.Kind.DELETE);
  }

  @Override
  public boolean takesCampaigns() {
    return false;
  }

  @Override
  public String perform(Action action) throws RefusedException, IOException, InterruptedException {
    try {
      return switch (action) {
        case Action.Stop stop -> stopped(stop.campaign());
        case Action.Cancel cancel -> {
          CancelFolder.ask(opened, opened.experiments(), cancel.experiment());
          yield Action.Cancel.ASKED;
        }
        case Action.Delete delete ->
            deleted(removal -> removal.delete(List.of(delete.experiment())));
        case Action.DeleteFailed delete ->
            deleted(removal -> removal.deleteFailed(delete.campaign()));
        case Action.Rerun rerun -> {
          String _ = deleted(removal -> removal.delete(List.of(rerun.experiment())));
          yield "It is deleted, and evaluated again when its campaign goes on: "
              + resume(rerun.campaign());
        }
        case Action.Continue on ->
            throw elsewhere(
                "A campaign goes on in a process that runs it: " + resume(on.campaign()));
        case Action.NewBudget on ->
            throw elsewhere(
                "A campaign goes on in a process that runs it: "
                    + resume(on.campaign() + " --iterations N --budget-usd X"));
        case Action.Start _ ->
            throw elsewhere(
                "Campaigns are started by " + NextCommand.of("run") + ", or at an orchestrator.");
      };
    } catch (StoreException | InfrastructureException e) {
      throw e;
    } catch (IOException e) {
      throw elsewhere(String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException elsewhere(String sentence) {
    return new RefusedException(RefusedException.Reason.CONFLICT, sentence);
  }

  private String resume(String words) {
    return NextCommand.of("campaign resume " + words, opened);
  }

  private String stopped(String campaign) throws IOException {
    String asked = CampaignStop.ask(opened, Optional.of(campaign));
    return "It ends when its iterations under way have ended. Go on with: " + resume(asked);
  }

  /** Something that deletes experiments. */
  @FunctionalInterface
  private interface Deletion {
    int of(ExperimentRemoval removal) throws IOException, InterruptedException;
  }

  private String deleted(Deletion deletion) throws IOException, InterruptedException {
    try (DataDirectory changed = option.change()) {
      int experiments = deletion.of(new ExperimentRemoval(changed, log::info));
      int artifacts = changed.clean().artifacts();
      return "Deleted "
          + experiments
          + (experiments == 1 ? " experiment and " : " experiments and ")
          + artifacts
          + " artifacts.";
    }
  }
}
