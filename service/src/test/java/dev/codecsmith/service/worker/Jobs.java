package dev.codecsmith.service.worker;

import dev.codecsmith.lab.anchors.Anchors;
import dev.codecsmith.lab.evaluation.CodingLimits;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.evaluation.KeptVideo;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.Job;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.lab.job.ProgramReference;
import dev.codecsmith.lab.objective.Objective;
import java.util.List;
import java.util.Optional;

/** Jobs that are only sent. */
public final class Jobs {
  private static final String HASH = "ab".repeat(32);

  private Jobs() {}

  /** A trial of a program that is nowhere, without a clip's file. */
  public static Job.Trial trial(String attempt) {
    return trial(attempt, new ClipReference("clip", HASH, 1, 16, 16, "yuv420p", "25/1"));
  }

  /** The same on a clip. */
  public static Job.Trial trial(String attempt, ClipReference clip) {
    return new Job.Trial(
        attempt,
        new JobSettings(
            List.of(clip),
            List.of(),
            Qualities.DEFAULT.toString(),
            List.of(Anchors.named(Anchors.DEFAULT)),
            CodingLimits.defaults(),
            new JobSettings.Options(
                KeptVideo.NONE, List.of(), Optional.empty(), Objective.DEFAULT, Constraints.NONE)),
        new ProgramReference(HASH, HASH));
  }
}
