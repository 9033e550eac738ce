package dev.codecsmith.lab.evaluation;

import dev.codecsmith.lab.race.Rival;
import dev.codecsmith.sandbox.program.Program;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What to evaluate and how.
 *
 * @param experimentId names the scratch folder and the log lines
 * @param program the program
 * @param settings clips, qualities, anchors and limits
 * @param hurdle the best short score known; where the settings have a cascade, a program whose own
 *     is worse than this by more than the cascade's margin is not measured further
 * @param rival what its points are held against, where the settings have races
 * @param reuse whether rate points that this very program gave before, on the same clips under the
 *     same conditions, may stand for new ones, and new ones be remembered. The program is built and
 *     smoked all the same. Never where the point is to measure again
 * @param attempt names this evaluation for good: who was killed, and asks again by the same name,
 *     may be given what came of it meanwhile. Empty where the point is to evaluate once more
 */
public record EvaluationRequest(
    String experimentId,
    Program program,
    EvaluationSettings settings,
    OptionalDouble hurdle,
    Optional<Rival> rival,
    boolean reuse,
    Optional<String> attempt) {

  /** A hurdle that no program gets over, whatever the campaign's objective adds up. */
  public static final double NOTHING_PASSES = -1e9;

  /** No hurdle, and everything is measured now. */
  public EvaluationRequest(String experimentId, Program program, EvaluationSettings settings) {
    this(
        experimentId,
        program,
        settings,
        OptionalDouble.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** This request with a hurdle, or without. */
  public EvaluationRequest withHurdle(OptionalDouble newHurdle) {
    return new EvaluationRequest(experimentId, program, settings, newHurdle, rival, reuse, attempt);
  }

  /** This request with a rival, or without. */
  public EvaluationRequest withRival(Optional<Rival> newRival) {
    return new EvaluationRequest(experimentId, program, settings, hurdle, newRival, reuse, attempt);
  }

  /**
   * This request where nothing is measured but the first frames that the settings' cascade names;
   * the evaluation then ends as {@link dev.codecsmith.store.FailureKind#DOMINATED dominated}.
   */
  public EvaluationRequest shortClipsOnly() {
    return withHurdle(OptionalDouble.of(NOTHING_PASSES));
  }

  /** This request where remembered rate points are welcome. */
  public EvaluationRequest reusing() {
    return new EvaluationRequest(experimentId, program, settings, hurdle, rival, true, attempt);
  }

  /** This request by a name that it keeps when it is made again. */
  public EvaluationRequest attempt(String name) {
    return new EvaluationRequest(
        experimentId, program, settings, hurdle, rival, reuse, Optional.of(name));
  }
}
