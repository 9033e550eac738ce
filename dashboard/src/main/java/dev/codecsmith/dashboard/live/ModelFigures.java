package dev.codecsmith.dashboard.live;

import dev.codecsmith.evolve.models.calls.Spending;
import java.time.Duration;

/**
 * What a model did in a campaign.
 *
 * @param calls how it was asked
 * @param spent what that took
 * @param made what came of it
 */
public record ModelFigures(String name, Calls calls, Spending spent, Made made) {
  /**
   * How a model was asked.
   *
   * @param answered calls that brought an answer
   * @param failed calls that ended without one
   * @param retried attempts that failed and were followed by another
   * @param repairs answered calls that asked to mend an answer before them
   * @param latency of all that were answered, together
   */
  public record Calls(int answered, int failed, int retried, int repairs, Duration latency) {}

  /**
   * What came of a model's answers.
   *
   * @param experiments how many ended
   * @param scored how many of them with a score
   * @param bests how many were the best when they came
   * @param gain by how many percent points those lowered the best score, together
   */
  public record Made(int experiments, int scored, int bests, double gain) {}
}
