package dev.codecsmith.cli.models;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation;
import dev.codecsmith.evolve.prompts.Exhibit;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.proposers.Briefing;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationListener;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.ExecutedProgram;
import dev.codecsmith.lab.experiment.ExperimentRunner;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Evaluates an agent's drafts as the campaign evaluates programs, but on its search clips only. */
final class SearchEvaluation implements WorkspaceEvaluation {
  private static final String NAME = "draft";

  private final Briefing briefing;
  private final EvaluationSettings searchOnly;
  private final Workbench bench;

  SearchEvaluation(Briefing briefing, EvaluationSettings evaluation, Workbench bench) {
    this.briefing = briefing;
    this.searchOnly = evaluation.onSearchClips();
    this.bench = bench;
  }

  @Override
  public Verdict evaluate(Program program) throws InfrastructureException, InterruptedException {
    Evaluation evaluation =
        bench
            .evaluations()
            .evaluate(
                new EvaluationRequest(NAME, program, searchOnly).reusing(),
                EvaluationListener.none());
    ExecutedProgram.check(NAME, program.sha256(), evaluation);
    return new Verdict(
        evaluation.score().isPresent(),
        Prompts.figures(briefing.brief(), new Exhibit(program, record(program, evaluation))));
  }

  /** The evaluation in the form in which scorecards are printed; it is stored nowhere. */
  private static ExperimentRecord record(Program program, Evaluation evaluation) {
    ExperimentRecord queued =
        ExperimentLifecycle.queued(
            NAME,
            "",
            0,
            "",
            new CandidateRecord(
                NAME, program.language(), program.sha256(), "agent", List.of(), "", Map.of()),
            Instant.EPOCH);
    return ExperimentLifecycle.endedAtOnce(
        queued, ExperimentRunner.result(evaluation), Instant.EPOCH);
  }
}
