package dev.codecsmith.lab.experiment;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.Event;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Holds the program that was executed against the one that was asked for. */
public final class ExecutedProgram {
  /** The type of the event that tells of another program than the one asked for. */
  public static final String EVENT = "experiment.wrong-program";

  private ExecutedProgram() {}

  /**
   * Refuses the result of another program.
   *
   * @param experimentId names the evaluation
   * @throws InfrastructureException if another program was run than the one asked for
   */
  public static void check(String experimentId, String askedSha256, Evaluation evaluation)
      throws InfrastructureException {
    if (!evaluation.executedProgramSha256().equals(askedSha256)) {
      throw new InfrastructureException(
          "The experiment "
              + experimentId
              + " asked for program "
              + askedSha256
              + " but "
              + evaluation.executedProgramSha256()
              + " was built and run; its result is not kept. Check the disk that holds the data"
              + " folder, and that every worker runs this version.");
    }
  }

  /** The same, and what was found is told in the store's log. */
  public static void check(
      ExperimentStore store, ExperimentRecord experiment, Evaluation evaluation, Instant now)
      throws InfrastructureException {
    String asked = experiment.candidate().programSha256();
    try {
      check(experiment.id(), asked, evaluation);
    } catch (InfrastructureException fault) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("iteration", experiment.iteration());
      detail.put("asked", asked);
      detail.put("executed", evaluation.executedProgramSha256());
      try {
        long _ =
            store.append(
                new Event(
                    0, now, experiment.campaignId(), experiment.id(), EVENT, Json.write(detail)));
      } catch (StoreException e) {
        fault.addSuppressed(e);
      }
      throw fault;
    }
  }
}
