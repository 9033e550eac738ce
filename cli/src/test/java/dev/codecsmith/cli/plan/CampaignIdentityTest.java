package dev.codecsmith.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.history.Proposed;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.Evaluation.Executed;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes two commands the same campaign. */
class CampaignIdentityTest {
  private static final EvaluationSettings EVALUATION =
      new EvaluationSettings(
          List.of(
              new Clip(
                  "toy",
                  Path.of("toy.y4m"),
                  new VideoFormat(16, 16, PixelFormat.YUV420P, new Rational(25, 1)),
                  1,
                  "0".repeat(64))),
          List.of(),
          Qualities.DEFAULT,
          List.of(Anchors.named(Anchors.DEFAULT)),
          CodingLimits.defaults(),
          Extras.NONE);

  @TempDir private Path folder;

  private String id(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
    return Campaigns.settings(CampaignFile.read(file), EVALUATION, true).id();
  }

  @Test
  void withoutAModelNothingOfAModelCounts() throws IOException {
    assertThat(id("goal: another\nmodel: m\nbudget_usd: 5\n")).isEqualTo(id("iterations: 99\n"));
    assertThat(Campaigns.settings(CampaignPlan.defaults(), EVALUATION, true).settingsJson())
        .doesNotContain("\"model\"");
  }

  @Test
  void modelStrategyGoalAndPromptsMakeAnotherCampaign() throws IOException {
    String base = "proposers: [claude]\nmodel: m\n";
    Files.createDirectory(folder.resolve("prompts"));
    Files.writeString(folder.resolve("prompts/start.md"), "Write it in {{language}}.");
    String own = base + "prompts: prompts\n";
    String before = id(own);
    Files.writeString(folder.resolve("prompts/start.md"), "Write it well in {{language}}.");
    assertThat(
            List.of(
                id(base),
                id("proposers: [claude]\nmodel: n\n"),
                id(base + "strategy: greedy\n"),
                id(base + "goal: another\n"),
                id(base + "repairs: 0\n"),
                before,
                id(own)))
        .doesNotHaveDuplicates();
  }

  @Test
  void anotherObjectiveMakesAnotherCampaignAndTheUsualOneIsAsIfNothingWasSaid() throws IOException {
    CampaignPlan plan = CampaignPlan.defaults();
    String usual = Campaigns.settings(plan, EVALUATION, true).settingsJson();
    assertThat(usual).doesNotContain("objective");
    assertThat(
            List.of(
                usual,
                Campaigns.settings(plan, EVALUATION.seeking(Objective.of("ssim")), true)
                    .settingsJson(),
                Campaigns.settings(
                        plan,
                        EVALUATION.seeking(Objective.DEFAULT.at(new SoftPrices(1, 0, 0))),
                        true)
                    .settingsJson()))
        .doesNotHaveDuplicates();
    assertThat(
            Campaigns.settings(plan, EVALUATION.seeking(Objective.parse("psnr_yuv")), true)
                .settingsJson())
        .isEqualTo(usual);
  }

  @Test
  void constraintsMakeAnotherCampaign() throws IOException {
    CampaignPlan plan = CampaignPlan.defaults();
    String free = Campaigns.settings(plan, EVALUATION, true).settingsJson();
    assertThat(free).doesNotContain("constraints");
    assertThat(
            Campaigns.settings(plan, EVALUATION.under(Constraints.NONE.withRandomAccess(8)), true)
                .settingsJson())
        .as("as it was before there was another constraint")
        .contains("\"constraints\":{\"random_access\":8}");
    assertThat(
            Campaigns.settings(plan, EVALUATION.under(Constraints.NONE.withLowDelay()), true)
                .settingsJson())
        .contains("\"constraints\":{\"random_access\":0,\"low_delay\":true}");
  }

  @Test
  void whatMayBeEditedMakesAnotherCampaign() throws IOException {
    assertThat(List.of(id("seed: 1\n"), id("editable: [subpel/]\n"), id("editable: [intra/]\n")))
        .doesNotHaveDuplicates();
  }

  @Test
  void aTunersStrategyMakesAnotherCampaign() throws IOException {
    assertThat(List.of(id("seed: 1\n"), id("strategy: islands\n"), id("strategy: greedy\n")))
        .doesNotHaveDuplicates();
  }

  @Test
  void aTunerAloneChoosesItsParentsByTheStrategy() throws Exception {
    assertThat(parents("seed: 1\n"))
        .isEqualTo(parents("seed: 1\n"))
        .isNotEqualTo(parents("strategy: greedy\n"));
    assertThat(parents("strategy: greedy\n")).containsOnly(List.of("exp_iter2_x"));
    assertThat(parents("strategy: independent\n")).containsOnly(List.of());
  }

  @Test
  void aStrategyWithoutAnybodyWhoChoosesIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), "strategy: greedy\n");
    CampaignPlan plan = CampaignFile.read(file);
    Campaigns.check(plan);
    CampaignPlan ready = plan.with(changes -> changes.proposers = List.of("library"));
    assertThatThrownBy(() -> Campaigns.check(ready)).hasMessageContaining("--strategy");
  }

  /** What the tuner starts from in some iterations behind three programs, the second the best. */
  private List<List<String>> parents(String yaml) throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
    CampaignPlan plan =
        CampaignFile.read(file).with(changes -> changes.proposers = List.of("tuner"));
    EvaluationHistory.View history =
        EvaluationHistory.of(
            List.of(finished(1, 30, "a = 1"), finished(2, 10, "a = 2"), finished(3, 20, "a = 3")));
    List<List<String>> parents = new ArrayList<>();
    for (int iteration = 4; iteration < 20; iteration++) {
      parents.add(
          Campaigns.proposer(plan, EVALUATION, Optional.empty())
              .propose(
                  new ProposalRequest(
                      iteration, new SplittableRandom(iteration), history, Proposed.View.nothing()))
              .orElseThrow()
              .parents());
    }
    return parents;
  }

  private static PastExperiment finished(int iteration, double score, String constant) {
    Program program =
        Program.of("java", "X", Map.of("X.java", "int %s; // tune: 0..9999\n".formatted(constant)));
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            "exp_iter%d_x".formatted(iteration),
            "campaign_x",
            iteration,
            "owner",
            new CandidateRecord("x", "java", "00", "tuner", List.of(), "", Map.of()),
            Instant.EPOCH);
    return new PastExperiment(
        ExperimentLifecycle.ended(
            queued,
            ExperimentRunner.result(
                new Evaluation(
                    new Executed("toy", "00", 1, 0),
                    List.of(),
                    Map.of(),
                    Optional.of(score),
                    OptionalDouble.empty(),
                    Optional.empty(),
                    Map.of())),
            Instant.EPOCH),
        () -> program);
  }

  @Test
  void figuresWithoutASandboxStandApart() throws IOException {
    CampaignPlan plan = CampaignPlan.defaults();
    assertThat(Campaigns.settings(plan, EVALUATION, false).id())
        .isNotEqualTo(Campaigns.settings(plan, EVALUATION, true).id());
    assertThat(Campaigns.settings(plan, EVALUATION, false).settingsJson()).contains("\"none\"");
  }

  @Test
  void serverKeyAndBudgetDoNot() throws IOException {
    String base = "proposers: [claude]\nmodel: m\n";
    assertThat(
            id(
                base
                    + "model_url: http://localhost:1\nkey_file: k\nbudget_usd: 5\nbudget_tokens: 9\n"))
        .isEqualTo(id(base));
  }
}
