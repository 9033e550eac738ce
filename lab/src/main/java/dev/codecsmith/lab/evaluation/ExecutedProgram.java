package dev.codecsmith.lab.evaluation;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.events.CampaignEvent.Warning;
import dev.codecsmith.store.events.EventSink;
import java.util.Optional;

/** Holds the program that was executed against the one that was asked for. */
public final class ExecutedProgram {
  private ExecutedProgram() {}

  /**
   * Refuses the result of another program.
   *
   * @param experimentId names the evaluation
   * @throws InfrastructureException if another program was run than the one asked for
   */
  public static void check(String experimentId, String askedSha256, Evaluation evaluation)
      throws InfrastructureException {
    if (!evaluation.executed().programSha256().equals(askedSha256)) {
      throw new InfrastructureException(
          "The experiment "
              + experimentId
              + " asked for program "
              + askedSha256
              + " but "
              + evaluation.executed().programSha256()
              + " was built and run; its result is not kept. Check the disk that holds the data"
              + " folder, and that every worker runs this version.");
    }
  }

  /** The same, and what was found is told as a warning. */
  public static void check(EventSink events, ExperimentRecord experiment, Evaluation evaluation)
      throws InfrastructureException {
    try {
      check(experiment.id(), experiment.candidate().programSha256(), evaluation);
    } catch (InfrastructureException fault) {
      events.send(new Warning(Optional.of(experiment.id()), String.valueOf(fault.getMessage())));
      throw fault;
    }
  }
}
