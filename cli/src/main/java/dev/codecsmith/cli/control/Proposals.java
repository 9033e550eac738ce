package dev.codecsmith.cli.control;

import dev.codecsmith.cli.options.NextCommand;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.evolve.outside.OutsideProposal;
import dev.codecsmith.evolve.outside.OutsideProposer;
import dev.codecsmith.evolve.outside.ProposalQueue;
import dev.codecsmith.evolve.outside.ProposalRule;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.experiments.ExperimentFilter;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** What others bring to a campaign, whether it runs or not. */
public final class Proposals {
  private final DataDirectory stored;
  private final CampaignRecord campaign;
  private final CampaignPlan plan;

  private Proposals(DataDirectory stored, CampaignRecord campaign, CampaignPlan plan) {
    this.stored = stored;
    this.campaign = campaign;
    this.plan = plan;
  }

  /**
   * Those of a campaign.
   *
   * @throws IOException with a sentence if it takes none, or none from here
   */
  public static Proposals to(DataDirectory stored, CampaignRecord campaign) throws IOException {
    Optional<CampaignPlan> plan = StoredPlan.find(stored.experiments(), campaign.id());
    if (plan.filter(Campaigns::takesProposals).isEmpty()) {
      throw new IOException(
          campaign.id()
              + " takes no proposals: only a campaign that was started with --proposer "
              + OutsideProposer.NAME
              + ", beside others or alone, does.");
    }
    Proposals proposals = new Proposals(stored, campaign, plan.get());
    proposals.requireReached();
    return proposals;
  }

  /** Proposals travel by the data folder of the process that runs the campaign. */
  private void requireReached() throws IOException {
    if (stored.store().isPresent()
        && DataDirectory.writer(stored.path())
            .flatMap(DataDirectory.Writer::campaign)
            .filter(campaign.id()::equals)
            .isEmpty()) {
      throw new IOException(
          campaign.id()
              + " is not run with the data folder "
              + stored.path()
              + ", by which proposals reach it: propose on the machine that runs it, with that"
              + " --data.");
    }
  }

  /** What programs that are brought to a campaign may differ in from their parents. */
  public static ProposalRule rule(DataDirectory stored, CampaignPlan plan) {
    return new ProposalRule(
        plan.editable(),
        id -> {
          Optional<String> artifact =
              stored
                  .experiments()
                  .find(id)
                  .map(parent -> parent.candidate().artifacts().get(ProgramReference.ROLE));
          return artifact.isPresent()
              ? Optional.of(ProgramReference.read(stored.artifacts(), artifact.get()))
              : Optional.empty();
        });
  }

  /**
   * Brings one.
   *
   * @throws IOException with a sentence if a parent is no experiment of the campaign, or the
   *     program differs from it where it must not
   */
  public void put(OutsideProposal proposal) throws IOException {
    for (String id : proposal.parents()) {
      Optional<ExperimentRecord> parent = stored.experiments().find(id);
      if (parent.filter(found -> found.campaignId().equals(campaign.id())).isEmpty()) {
        throw new IOException(campaign.id() + " has no experiment " + id + ".");
      }
    }
    Optional<String> refusal = rule(stored, plan).refusal(proposal, hasScores());
    if (refusal.isPresent()) {
      throw new IOException(refusal.get());
    }
    ProposalQueue.of(stored.path(), campaign.id()).put(proposal);
  }

  private boolean hasScores() throws IOException {
    return !stored
        .experiments()
        .list(campaign.id(), ExperimentFilter.newest(Set.of(ExperimentStatus.SUCCEEDED)), 0, 1)
        .isEmpty();
  }

  /** When it is taken, in a sentence. */
  public String whatFollows() throws IOException {
    if (stored.experiments().lastIteration(campaign.id()) >= plan.iterations()) {
      return "The campaign has begun its last iteration: the proposal waits until it is continued"
          + " with more, as by "
          + NextCommand.of("campaign resume " + campaign.id() + " --iterations N", stored)
          + ".";
    }
    return new CampaignProcess(stored, campaign.id()).process().isPresent()
        ? "The campaign takes it for the next iteration that it begins."
        : "The campaign does not run now: the proposal waits until it goes on, as by "
            + NextCommand.of("campaign resume " + campaign.id(), stored)
            + ".";
  }
}
