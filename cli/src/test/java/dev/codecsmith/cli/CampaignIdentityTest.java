package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.Anchors;
import dev.codecsmith.lab.CodingLimits;
import dev.codecsmith.lab.EvaluationSettings;
import dev.codecsmith.lab.Qualities;
import dev.codecsmith.video.Clip;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
          false);

  @TempDir private Path folder;

  private String id(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
    return Campaigns.settings(CampaignFile.read(file), EVALUATION).id();
  }

  @Test
  void withoutAModelNothingOfAModelCounts() throws IOException {
    assertThat(id("goal: another\nstrategy: greedy\nmodel: m\nbudget_usd: 5\n"))
        .isEqualTo(id("iterations: 99\n"));
    assertThat(Campaigns.settings(CampaignPlan.defaults(), EVALUATION).settingsJson())
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
  void serverKeyAndBudgetDoNot() throws IOException {
    String base = "proposers: [claude]\nmodel: m\n";
    assertThat(
            id(
                base
                    + "model_url: http://localhost:1\nkey_file: k\nbudget_usd: 5\nbudget_tokens: 9\n"))
        .isEqualTo(id(base));
  }
}
