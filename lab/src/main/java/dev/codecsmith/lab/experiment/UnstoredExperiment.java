package dev.codecsmith.lab.experiment;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An evaluation outside of any campaign, in the form in which scorecards are told. */
public final class UnstoredExperiment {
  private UnstoredExperiment() {}

  /**
   * The record of an evaluation, which is stored nowhere.
   *
   * @param name in place of an id and of the candidate's name
   * @param proposer who made the program
   */
  public static ExperimentRecord of(
      String name, String proposer, Program program, Evaluation evaluation) {
    CandidateRecord candidate =
        new CandidateRecord(
            name, program.language(), program.sha256(), proposer, List.of(), "", Map.of());
    return ExperimentLifecycle.endedAtOnce(
        ExperimentLifecycle.queued(name, "", 0, "", candidate, Instant.EPOCH),
        ExperimentRunner.result(evaluation),
        Instant.EPOCH);
  }
}
