package dev.codecsmith.cli.replay;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.control.Proposals;
import dev.codecsmith.cli.experiments.StoredExperiments;
import dev.codecsmith.cli.models.CampaignModel;
import dev.codecsmith.cli.options.SandboxOption;
import dev.codecsmith.cli.options.StoreOption;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.cli.plan.StoredPlan;
import dev.codecsmith.cli.progress.LineProgress;
import dev.codecsmith.evolve.campaign.CampaignLoop;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.evolve.campaign.CampaignTools;
import dev.codecsmith.evolve.campaign.WorkRetry;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.outside.OutsideProposer;
import dev.codecsmith.evolve.outside.ProposalQueue;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentSummary;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a campaign a second time, from its seed and from what its models had replied, in a data
 * folder of its own: every proposal is made again, every program built and every figure measured,
 * the anchors' too. No model is asked.
 */
final class CampaignReplay {
  private final DataDirectory original;
  private final CampaignRecord campaign;

  CampaignReplay(DataDirectory original, CampaignRecord campaign) {
    this.original = original;
    this.campaign = campaign;
  }

  /**
   * An experiment that has ended.
   *
   * @param isCancelled whether a person cancelled it, so that it has no figures
   */
  record Stored(String id, boolean isCancelled) {}

  /** The experiments that have ended, up to the first that has not. */
  List<Stored> stored() throws IOException {
    List<Stored> ended = new ArrayList<>();
    AtomicBoolean gap = new AtomicBoolean();
    original
        .experiments()
        .forEachLine(
            campaign.id(),
            line -> {
              gap.compareAndSet(
                  false, !line.status().isFinal() || line.iteration() != ended.size() + 1);
              if (!gap.get()) {
                ended.add(new Stored(line.id(), isCancelled(line)));
              }
            });
    return ended;
  }

  private static boolean isCancelled(ExperimentSummary line) {
    return line.result().failure().filter(each -> each.kind() == FailureKind.CANCELLED).isPresent();
  }

  /** What is done with an experiment as it was made again, by iteration. */
  @FunctionalInterface
  interface Visitor {
    /**
     * Sees one.
     *
     * @param nameBytes what the names of its program's files take of its size
     */
    void visit(ExperimentRecord again, long nameBytes) throws IOException;
  }

  /**
   * Makes experiments again.
   *
   * @param stored {@link #stored}
   * @param scratch a folder for it
   * @param visitor sees each; fewer than asked for if the replay ends before
   */
  void again(
      List<Stored> stored,
      Path scratch,
      SandboxOption sandbox,
      LineProgress progress,
      Visitor visitor)
      throws IOException, InterruptedException {
    CampaignPlan plan = StoredPlan.of(original.experiments(), campaign.id());
    EvaluationSettings evaluation =
        StoredExperiments.evaluation(campaign, new ClipCatalogue(original.clipsDirectory()));
    CampaignSettings settings =
        new CampaignSettings(
            campaign.id(),
            campaign.name(),
            campaign.settingsJson(),
            stored.size(),
            plan.seed(),
            plan.lag());
    Set<String> cancelled =
        stored.stream().filter(Stored::isCancelled).map(Stored::id).collect(toUnmodifiableSet());
    try (Workbench bench =
        Workbench.open(StoreOption.inFolder(scratch), sandbox, plan.parallel())) {
      if (plan.models().models(plan.proposers()).isEmpty()) {
        run(plan, settings, evaluation, bench, cancelled, Optional.empty(), progress, visitor);
        return;
      }
      try (CampaignModel model =
          CampaignModel.recorded(
              plan, evaluation, bench, CampaignModel.callsOf(original.path(), campaign.id()))) {
        run(plan, settings, evaluation, bench, cancelled, Optional.of(model), progress, visitor);
      }
    }
  }

  private void run(
      CampaignPlan plan,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Workbench bench,
      Set<String> cancelled,
      Optional<CampaignModel> model,
      LineProgress progress,
      Visitor visitor)
      throws IOException, InterruptedException {
    NameSizes evaluations = new NameSizes(new CancelledBefore(bench.evaluations(), cancelled));
    Proposer own = Campaigns.proposer(plan, evaluation, model.map(CampaignModel::proposer));
    EvaluationHistory.View made =
        new CampaignLoop(
                settings,
                evaluation,
                Campaigns.takesProposals(plan)
                    ? OutsideProposer.recorded(
                        ProposalQueue.of(original.path(), campaign.id()),
                        own,
                        Proposals.rule(original, plan))
                    : own,
                CampaignRules.NONE,
                CampaignTools.of(
                    evaluations,
                    bench.data(),
                    settings.id(),
                    WorkRetry.Policy.standard(),
                    progress))
            .run();
    try {
      for (PastExperiment again : (Iterable<PastExperiment>) made.stream()::iterator) {
        ExperimentRecord experiment = again.experiment();
        visitor.visit(experiment, evaluations.of(experiment.executedProgramSha256()));
      }
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }
}
