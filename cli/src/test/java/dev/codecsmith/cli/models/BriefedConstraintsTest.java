package dev.codecsmith.cli.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BriefedConstraintsTest {

  @Test
  void modelsAreToldOfConstraintsWhereTheCampaignHasSome() {
    EvaluationSettings free =
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
    assertThat(CampaignBriefing.limits(free.under(Constraints.NONE.withRandomAccess(8))))
        .startsWith(CampaignBriefing.limits(free))
        .contains(
            "**Hard constraint.** Random access each 8 frames: decoding must be able to begin at"
                + " frame 0, 8, 16",
            "`random-access: FRAME OFFSET`");
    assertThat(
            CampaignBriefing.limits(
                free.under(Constraints.NONE.withRandomAccess(8).withLowDelay())))
        .contains(
            "**Hard constraint.** Random access each 8 frames",
            "**Hard constraint.** Low delay: the bits of a frame must be complete before the next"
                + " frame is seen.");
    assertThat(CampaignBriefing.limits(free)).doesNotContain("onstraint");
  }
}
