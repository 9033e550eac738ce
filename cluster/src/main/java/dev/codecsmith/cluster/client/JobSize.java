package dev.codecsmith.cluster.client;

import dev.codecsmith.cluster.workflow.FleetTask;
import dev.codecsmith.lab.evaluation.Qualities;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * What a Temporal server takes of one job: values of 2 MiB, a history of 50 MiB. A workflow that
 * breaks either is tried again without end, so a job that would is not begun. The campaign's first
 * job, which asks for its anchors, has the same settings and is refused before anything is paid.
 */
final class JobSize {
  private static final int MEBIBYTE = 1 << 20;

  /** All points of an experiment are one value at its end, each in some 1,750 bytes. */
  private static final int MOST_POINTS = 2 * MEBIBYTE / 2048;

  /** The rest is for what steps give back, and for a step that is begun again. */
  private static final int MOST_HISTORY_BYTES = 40 * MEBIBYTE;

  /** Of a point's other events. */
  private static final int POINT_BYTES = 6 * 1024;

  private JobSize() {}

  /**
   * Makes sure that a server takes it.
   *
   * @throws InfrastructureException with a sentence, a lasting one, if it would not
   */
  static void require(FleetTask task) throws InfrastructureException {
    JobSettings settings = task.job().settings();
    int clips = settings.clips().size();
    int qualities = qualities(settings);
    int points = clips * qualities;
    long taskBytes = Json.write(task).getBytes(StandardCharsets.UTF_8).length;
    int most = (int) Math.min(MOST_POINTS, MOST_HISTORY_BYTES / (taskBytes + (long) POINT_BYTES));
    if (points > most) {
      throw InfrastructureException.lasting(
          "A fleet measures at most "
              + most
              + " rate points of a program of this campaign, since a Temporal server takes no more"
              + " of one job, found "
              + points
              + " ("
              + clips
              + " clips at "
              + qualities
              + " QUALITY values): name fewer clips or qualities, or evaluate it without --cluster.");
    }
  }

  private static int qualities(JobSettings settings) {
    return switch (Qualities.parse(settings.qualities())) {
      case Qualities.Fixed(var values) -> values.size();
      // What usual programs get in all rounds together.
      case Qualities.Auto _ -> 2 * Qualities.Auto.FIRST.size();
    };
  }
}
