package dev.codecsmith.cluster;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.EvaluationSettings.Extras;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.List;

/** Jobs on one small clip. */
public final class TestJobs {
  private TestJobs() {}

  /**
   * Whether a program builds and codes the smoke frames; clip and program are stored.
   *
   * @param devices that it may open
   */
  public static Job.Trial trial(
      String attempt, Program program, ArtifactStore artifacts, Path folder, Path... devices)
      throws Exception {
    Clip clip = TestClips.moving(folder, "moving", 64, 48, 4);
    String _ = artifacts.put(clip.y4m());
    EvaluationSettings settings =
        settings(clip, Extras.NONE.changed().devices(List.of(devices)).build());
    return new Job.Trial(
        attempt, JobSettings.of(settings), ProgramReference.store(artifacts, program));
  }

  /** A clip beside the default anchor, at the usual qualities. */
  public static EvaluationSettings settings(Clip clip) {
    return settings(clip, Extras.NONE);
  }

  private static EvaluationSettings settings(Clip clip, Extras extras) {
    return new EvaluationSettings(
        List.of(clip),
        List.of(),
        Qualities.DEFAULT,
        List.of(Anchors.named(Anchors.DEFAULT)),
        CodingLimits.defaults(),
        extras);
  }
}
