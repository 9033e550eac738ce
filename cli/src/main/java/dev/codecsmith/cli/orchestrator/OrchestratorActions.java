package dev.codecsmith.cli.orchestrator;

import dev.codecsmith.cli.control.ExperimentRemoval;
import dev.codecsmith.cli.plan.CampaignText;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.dashboard.actions.Actions;
import dev.codecsmith.service.orchestrator.CampaignRequest;
import dev.codecsmith.service.orchestrator.CampaignState;
import dev.codecsmith.service.orchestrator.Orchestrator;
import dev.codecsmith.service.orchestrator.QueuedCampaign;
import dev.codecsmith.service.protocol.BadRequestException;
import dev.codecsmith.service.protocol.RefusedException;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an orchestrator does for its API, from the page. Experiments are deleted while their
 * campaign does not run, and in a store that machines share while none does: it is opened for one
 * at a time.
 */
final class OrchestratorActions implements Actions {
  private static final Logger log = LoggerFactory.getLogger(OrchestratorActions.class);

  private final Orchestrator orchestrator;
  private final CampaignStore store;

  OrchestratorActions(Orchestrator orchestrator, CampaignStore store) {
    this.orchestrator = orchestrator;
    this.store = store;
  }

  @Override
  public Set<Action.Kind> possible(String campaign) {
    Set<Action.Kind> possible =
        orchestrator
            .find(campaign)
            .map(OrchestratorActions::possible)
            .orElseGet(() -> EnumSet.noneOf(Action.Kind.class));
    Optional<String> inTheWay = mustNotRun(campaign);
    if (orchestrator
        .running()
        .filter(running -> inTheWay.isEmpty() || inTheWay.get().equals(running.id()))
        .isEmpty()) {
      possible.add(Action.Kind.DELETE);
    }
    return possible;
  }

  /** While experiments of a campaign are deleted; empty where none may run. */
  private Optional<String> mustNotRun(String campaign) {
    return store.isShared() ? Optional.empty() : Optional.of(campaign);
  }

  private static Set<Action.Kind> possible(QueuedCampaign campaign) {
    return switch (campaign.state()) {
      case WAITING -> EnumSet.of(Action.Kind.STOP, Action.Kind.BUDGET);
      case RUNNING -> EnumSet.of(Action.Kind.STOP, Action.Kind.BUDGET, Action.Kind.CANCEL);
      case STOPPING ->
          campaign.anew().isPresent()
              ? EnumSet.of(Action.Kind.STOP, Action.Kind.CANCEL)
              : EnumSet.of(Action.Kind.CANCEL);
      case STOPPED, FAILED -> EnumSet.of(Action.Kind.CONTINUE, Action.Kind.BUDGET);
      case FINISHED -> EnumSet.of(Action.Kind.BUDGET);
    };
  }

  @Override
  public boolean takesCampaigns() {
    return true;
  }

  @Override
  public String perform(Action action)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    return switch (action) {
      case Action.Start start ->
          taken(
              orchestrator.submit(
                  new CampaignRequest(start.yaml(), Optional.empty(), Optional.empty())));
      case Action.Stop stop -> {
        QueuedCampaign campaign = known(stop.campaign(), orchestrator.stop(stop.campaign()));
        yield campaign.state() == CampaignState.STOPPING
            ? "It ends when its iterations under way have ended."
            : "It is " + campaign.state().label() + ".";
      }
      case Action.Continue on -> state(known(on.campaign(), orchestrator.resume(on.campaign())));
      case Action.NewBudget budget -> {
        CampaignRequest known =
            known(budget.campaign(), orchestrator.find(budget.campaign())).request();
        Orchestrator.Taken taken = orchestrator.change(changed(known, budget));
        yield taken.campaign().state() == CampaignState.STOPPING
            ? "It goes on with its new budget when its iterations under way have ended."
            : taken(taken);
      }
      case Action.Cancel cancel -> {
        try {
          store.cancel(cancel.experiment());
        } catch (StoreException e) {
          throw e;
        } catch (IOException e) {
          throw new RefusedException(
              RefusedException.Reason.CONFLICT, String.valueOf(e.getMessage()));
        }
        yield Action.Cancel.ASKED;
      }
      case Action.Delete delete ->
          deleted(delete.campaign(), removal -> removal.delete(List.of(delete.experiment())));
      case Action.DeleteFailed delete ->
          deleted(delete.campaign(), removal -> removal.deleteFailed(delete.campaign()));
      case Action.Rerun rerun -> {
        String _ =
            deleted(rerun.campaign(), removal -> removal.delete(List.of(rerun.experiment())));
        yield orchestrator
            .again(rerun.campaign())
            .map(OrchestratorActions::state)
            .orElse("It is deleted; its campaign is not in the queue of this orchestrator.");
      }
    };
  }

  private static CampaignRequest changed(CampaignRequest known, Action.NewBudget budget)
      throws BadRequestException {
    try {
      return new CampaignRequest(
          CampaignText.withBudget(known.yaml(), budget.iterations(), budget.usd(), budget.tokens()),
          known.file(),
          known.name());
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()));
    }
  }

  private static QueuedCampaign known(String id, Optional<QueuedCampaign> campaign)
      throws RefusedException {
    return campaign.orElseThrow(() ->
        new RefusedException(
            RefusedException.Reason.CONFLICT,
            id + " is not in the queue of this orchestrator; send its campaign file."));
  }

  private static String taken(Orchestrator.Taken taken) {
    return taken.isNew()
        ? state(taken.campaign())
        : taken.campaign().id()
            + " was taken before, and is "
            + taken.campaign().state().label()
            + ".";
  }

  private static String state(QueuedCampaign campaign) {
    return campaign.id() + " is " + campaign.state().label() + ".";
  }

  /** Something that deletes experiments. */
  @FunctionalInterface
  private interface Deletion {
    int of(ExperimentRemoval removal) throws IOException, InterruptedException;
  }

  private String deleted(String campaign, Deletion deletion)
      throws BadRequestException, RefusedException, IOException, InterruptedException {
    int experiments =
        orchestrator.between(
            mustNotRun(campaign),
            () -> store.use(opened -> deletion.of(new ExperimentRemoval(opened, log::info))));
    return "Deleted " + experiments + (experiments == 1 ? " experiment." : " experiments.");
  }
}
