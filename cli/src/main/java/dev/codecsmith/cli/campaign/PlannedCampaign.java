package dev.codecsmith.cli.campaign;

import dev.codecsmith.cli.models.CampaignModel;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.dashboard.actions.Action;
import dev.codecsmith.evolve.campaign.CampaignSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.video.clips.ClipCatalogue;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A campaign whose clips were read, so that it has its identity.
 *
 * @param plan what was asked for
 * @param evaluation how its programs are measured
 * @param settings its identity
 * @param sandboxed whether its programs run in the sandbox
 */
public record PlannedCampaign(
    CampaignPlan plan,
    EvaluationSettings evaluation,
    CampaignSettings settings,
    boolean sandboxed) {

  /**
   * Reads the clips.
   *
   * @param warnings hears what a person should know of them, in sentences
   * @throws IllegalArgumentException with a sentence if what is planned cannot be meant
   * @throws IOException with a sentence if a clip cannot be read
   */
  public static PlannedCampaign of(
      CampaignPlan plan, ClipCatalogue clips, boolean sandboxed, Consumer<String> warnings)
      throws IOException {
    EvaluationSettings evaluation = Campaigns.evaluation(plan, clips, warnings);
    return new PlannedCampaign(
        plan, evaluation, Campaigns.settings(plan, evaluation, sandboxed), sandboxed);
  }

  /**
   * The same campaign, where what the best QUALITY of each clip looks like is kept to be played:
   * who runs no programs can decode nothing to be looked at.
   */
  PlannedCampaign keepingVideo() {
    return evaluation.video() == KeptVideo.NONE
        ? new PlannedCampaign(plan, evaluation.keeping(KeptVideo.PLAYABLE), settings, sandboxed)
        : this;
  }

  /**
   * The same campaign with another budget.
   *
   * @throws IllegalArgumentException with a sentence if it makes no sense of the campaign
   * @throws IOException with a sentence if it cannot be kept
   */
  PlannedCampaign with(Action.NewBudget budget) throws IOException {
    CampaignPlan changed = plan.withBudget(budget.iterations(), budget.usd(), budget.tokens());
    Campaigns.check(changed);
    CampaignModel.checkPriced(changed);
    return new PlannedCampaign(
        changed, evaluation, Campaigns.settings(changed, evaluation, sandboxed), sandboxed);
  }

  /** What names the campaign. */
  public String id() {
    return settings.id();
  }

  /**
   * What to know where this machine has more slots than the campaign ever fills. Its lag is not
   * made to fit them: results follow from the seed and the file, not from the machine.
   */
  Optional<String> idleSlots() {
    int points =
        evaluation.clips().size()
            * switch (evaluation.qualities()) {
              case Qualities.Fixed fixed -> fixed.values().size();
              case Qualities.Auto _ -> Qualities.Auto.FIRST.size();
            };
    return plan.parallel() > plan.lag() * points
        ? Optional.of(
            "%d programs may run at once, and this campaign has at most %d to run: %d rate points of each of %d iterations under way. A higher --lag uses more of the machine; it makes another campaign, as each iteration then learns from those further back."
                .formatted(plan.parallel(), plan.lag() * points, points, plan.lag()))
        : Optional.empty();
  }

  /** Whether it would be that campaign if only the sandbox were the other way. */
  boolean isWithOtherSandbox(String campaignId) throws IOException {
    return campaignId.equals(Campaigns.settings(plan, evaluation, !sandboxed).id());
  }
}
