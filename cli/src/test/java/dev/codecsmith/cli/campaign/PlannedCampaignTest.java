package dev.codecsmith.cli.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannedCampaignTest {
  /** Of one clip, so that a program has four rate points. */
  private static Optional<String> idleSlots(String yaml) throws IOException {
    EvaluationSettings evaluation =
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
    CampaignPlan plan = CampaignFile.of("c.yaml", yaml);
    return new PlannedCampaign(plan, evaluation, Campaigns.settings(plan, evaluation, true), true)
        .idleSlots();
  }

  @Test
  void slotsThatTheLagLeavesIdleAreTold() throws IOException {
    assertThat(idleSlots("parallel: 9"))
        .hasValueSatisfying(told ->
            assertThat(told)
                .startsWith("9 programs may run at once, and this campaign has at most 8 to run: 4")
                .contains("--lag"));
  }

  @Test
  void nothingIsToldWhereRatePointsFillTheSlots() throws IOException {
    assertThat(idleSlots("parallel: 8")).isEmpty();
    assertThat(idleSlots("parallel: 9\nlag: 3")).isEmpty();
  }
}
