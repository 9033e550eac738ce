package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.control.CancelFolder;
import dev.codecsmith.cli.control.Proposals;
import dev.codecsmith.cli.models.CampaignModel;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.ModelEntry;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.CampaignTools.StopRequest;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.outside.OutsideProposer;
import dev.codecsmith.evolve.outside.ProposalQueue;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventListener;
import dev.codecsmith.store.events.EventSink;
import dev.codecsmith.store.lease.CampaignHold;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a campaign on a workbench: the same for a command and for the orchestrator. */
public final class CampaignRun {
  private final Workbench bench;
  private final WorkerEvents workers;
  private final String owner;
  private boolean toldToEnd;

  /**
   * @param workers of whoever evaluates elsewhere; silent where this process does
   * @param owner this run, as records name it
   */
  public CampaignRun(Workbench bench, WorkerEvents workers, String owner) {
    this.bench = bench;
    this.workers = workers;
    this.owner = owner;
  }

  /**
   * Who is told of a run.
   *
   * @param events hears all that happens in the campaign
   * @param sentences hears what is of this process and not of the campaign, and so no event of it:
   *     that another one has the campaign (whose log only that one writes), where prompts appear
   *     for the person at this terminal, and what waits here for a store that is away
   */
  public record Audience(EventListener events, Consumer<String> sentences) {}

  /**
   * Runs the campaign to its end, or goes on with it; an interrupt stops it, and running it again
   * goes on.
   *
   * @param stop asked before each iteration
   * @return its experiments
   */
  public EvaluationHistory.View run(PlannedCampaign planned, StopRequest stop, Audience audience)
      throws IOException, InterruptedException {
    PlannedCampaign campaign = bench.runsProgramsHere() ? planned : planned.keepingVideo();
    bench.data().announce(campaign.id());
    bench.data().experiments().putCampaignIfAbsent(campaign.settings().record(Instant.now()));
    try (CampaignHold hold = bench.data().hold(campaign.id(), audience.sentences())) {
      bench.data().outbox().ifPresent(outbox -> outbox.listen(workers, hold));
      EvaluationHistory.View experiments =
          held(campaign, () -> hold.ending().or(stop::sentence), audience);
      bench.awaitDelivered(audience.sentences());
      toldToEnd = isToldToEnd(hold);
      return experiments;
    } finally {
      bench
          .data()
          .outbox()
          .filter(outbox -> outbox.waiting() > 0)
          .ifPresent(outbox ->
              audience
                  .sentences()
                  .accept(
                      outbox.waiting()
                          + " writes wait for the store in "
                          + outbox.folder()
                          + "; the same command delivers them."));
    }
  }

  /**
   * Whether the last run was to begin nothing more by what others did with the campaign in a store
   * that machines share, such as to ask for its end.
   */
  boolean isToldToEnd() {
    return toldToEnd;
  }

  /** Looks now: what others ask for is heard a while later otherwise, and goes with the hold. */
  private static boolean isToldToEnd(CampaignHold hold) {
    try {
      hold.confirm();
    } catch (StoreException _) {
      // Lost, which it tells below; or the store is away, and what was heard last counts.
    }
    return hold.ending().isPresent();
  }

  /** Runs it where nobody else has it. */
  private EvaluationHistory.View held(PlannedCampaign campaign, StopRequest stop, Audience audience)
      throws IOException, InterruptedException {
    Campaigns.keepFiles(campaign.plan(), campaign.evaluation(), bench.data().artifacts());
    StoredPlan.keep(bench.data().experiments(), campaign.id(), campaign.plan());
    CampaignTools tools = tools(campaign, stop, audience.events());
    try (CancelFolder.Watch _ = CancelFolder.of(bench.data()).watch(tools.pace().cancellations())) {
      return held(campaign, tools, audience);
    }
  }

  private EvaluationHistory.View held(
      PlannedCampaign campaign, CampaignTools tools, Audience audience)
      throws IOException, InterruptedException {
    CampaignPlan plan = campaign.plan();
    List<ModelEntry> asked = plan.models().models(plan.proposers());
    if (asked.isEmpty()) {
      return run(campaign, Optional.empty(), tools);
    }
    try (CampaignModel model =
        CampaignModel.open(
            plan, campaign.settings(), campaign.evaluation(), bench, tools.events())) {
      for (ModelEntry entry : asked) {
        entry
            .inbox()
            .ifPresent(inbox ->
                audience
                    .sentences()
                    .accept(
                        "Prompts appear in "
                            + inbox
                            + "; write each reply into the file that its first line names."));
      }
      return run(campaign, Optional.of(model.proposer()), tools.spending(model::spent));
    }
  }

  private CampaignTools tools(PlannedCampaign campaign, StopRequest stop, EventListener listener) {
    WorkRetry.Policy retry = WorkRetry.Policy.standard();
    List<EventSink> sink = new ArrayList<>();
    CampaignTools tools =
        CampaignTools.of(
                bench.evaluations(campaign.id()),
                bench.data(),
                campaign.id(),
                retry,
                workers.before(listener, sink::getFirst))
            .ownedBy(owner)
            .at(CampaignTools.Pace.of(retry).stoppedBy(stop));
    sink.add(tools.events());
    return tools;
  }

  private EvaluationHistory.View run(
      PlannedCampaign campaign, Optional<Proposer> model, CampaignTools tools)
      throws IOException, InterruptedException {
    Proposer own = Campaigns.proposer(campaign.plan(), campaign.evaluation(), model);
    return new CampaignLoop(
            campaign.settings(),
            campaign.evaluation(),
            Campaigns.takesProposals(campaign.plan())
                ? OutsideProposer.taking(
                    ProposalQueue.of(bench.data().path(), campaign.id()),
                    own,
                    Proposals.rule(bench.data(), campaign.plan()))
                : own,
            campaign.plan().rules(),
            tools)
        .run();
  }
}
