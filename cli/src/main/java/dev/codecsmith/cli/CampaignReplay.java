package dev.codecsmith.cli;

import dev.codecsmith.evolve.CampaignLoop;
import dev.codecsmith.evolve.CampaignRules;
import dev.codecsmith.evolve.CampaignSettings;
import dev.codecsmith.evolve.CampaignTools;
import dev.codecsmith.evolve.Retry;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.store.CampaignRecord;
import dev.codecsmith.store.DataDirectory;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.video.ClipCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** The experiments that have ended, up to the first that has not. */
  List<ExperimentRecord> stored() throws IOException {
    List<ExperimentRecord> ended = new ArrayList<>();
    for (ExperimentRecord experiment : original.experiments().experiments(campaign.id())) {
      if (!experiment.status().isFinal() || experiment.iteration() != ended.size() + 1) {
        break;
      }
      ended.add(experiment);
    }
    return ended;
  }

  /**
   * Makes the first experiments again.
   *
   * @param scratch a folder for it
   * @return by iteration; fewer if the replay ends before
   */
  List<ExperimentRecord> again(
      int iterations, Path scratch, SandboxOption sandbox, LineProgress progress)
      throws IOException, InterruptedException {
    CampaignPlan plan = StoredPlan.of(original.experiments(), campaign.id());
    EvaluationSettings evaluation =
        StoredExperiments.evaluation(campaign, new ClipCatalogue(original.clipsDirectory()));
    CampaignSettings settings =
        new CampaignSettings(
            campaign.id(),
            campaign.name(),
            campaign.settingsJson(),
            iterations,
            plan.seed(),
            plan.lag());
    try (Workbench bench = Workbench.open(DataOption.of(scratch), sandbox, plan.parallel())) {
      if (plan.models().models(plan.proposers()).isEmpty()) {
        return run(plan, settings, evaluation, bench, Optional.empty(), progress);
      }
      try (CampaignModel model =
          CampaignModel.recorded(
              plan, evaluation, bench, CampaignModel.callsOf(original.path(), campaign.id()))) {
        return run(plan, settings, evaluation, bench, Optional.of(model), progress);
      }
    }
  }

  private static List<ExperimentRecord> run(
      CampaignPlan plan,
      CampaignSettings settings,
      EvaluationSettings evaluation,
      Workbench bench,
      Optional<CampaignModel> model,
      LineProgress progress)
      throws IOException, InterruptedException {
    return new CampaignLoop(
            settings,
            evaluation,
            Campaigns.proposer(plan, evaluation, model.map(CampaignModel::proposer)),
            CampaignRules.NONE,
            CampaignTools.of(
                bench.evaluator(),
                bench.data().experiments(),
                bench.data().artifacts(),
                bench.data().owner(),
                Retry.Policy.standard(),
                progress))
        .run();
  }
}
