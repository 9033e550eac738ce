package dev.codecsmith.cluster.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.cluster.workflow.Pace;
import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.anchors.CurveOrigin;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many rate points a job of a fleet may have. */
class JobSizeTest {
  @TempDir private Path folder;

  /** The first job of a campaign, before which nothing is paid. */
  private FleetTask anchors(int clips, String qualities) throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 2);
    JobSettings one =
        JobSettings.of(
            new EvaluationSettings(
                List.of(clip),
                List.of(),
                Qualities.DEFAULT,
                List.of(Anchors.named(Anchors.DEFAULT)),
                CodingLimits.defaults(),
                Extras.NONE));
    JobSettings settings =
        new JobSettings(
            Collections.nCopies(clips, ClipReference.of(clip)),
            List.of(),
            qualities,
            one.anchors(),
            one.limits(),
            one.options());
    return new FleetTask(
        new Job.Anchors("anchors/1", settings, "", new CurveOrigin("8.1", 1)),
        "queue",
        Pace.STANDARD,
        "shared",
        false);
  }

  @Test
  void whatIsUsualIsTaken() throws Exception {
    for (FleetTask task :
        List.of(
            anchors(4, "20,40,60,80"),
            anchors(100, "auto"),
            anchors(64, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16"))) {
      assertThatCode(() -> JobSize.require(task)).doesNotThrowAnyException();
    }
  }

  @Test
  void moreThanAServerTakesOfOneJobIsRefusedInASentence() throws Exception {
    FleetTask task = anchors(300, "20,40,60,80");
    assertThatThrownBy(() -> JobSize.require(task))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("found 1200 (300 clips at 4 QUALITY values)")
        .hasMessageContaining("name fewer clips or qualities, or evaluate it without --cluster.")
        .asInstanceOf(InstanceOfAssertFactories.type(InfrastructureException.class))
        .matches(InfrastructureException::isLasting);
  }
}
