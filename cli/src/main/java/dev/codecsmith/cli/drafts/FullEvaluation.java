package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.prompts.Exhibit;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.proposers.Briefing;
import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.lab.evaluation.ExecutedProgram;
import dev.codecsmith.lab.evaluation.LimitUse;
import dev.codecsmith.lab.experiment.UnstoredExperiment;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.util.Optional;
import java.util.function.Consumer;

/** Evaluates an agent's draft as the campaign evaluates programs, but on its search clips only. */
final class FullEvaluation {
  static final String NAME = "draft";

  private final Briefing briefing;
  private final EvaluationSettings searchOnly;
  private final Workbench bench;

  FullEvaluation(Briefing briefing, EvaluationSettings searchOnly, Workbench bench) {
    this.briefing = briefing;
    this.searchOnly = searchOnly;
    this.bench = bench;
  }

  /** A scorecard, and the score if there is one. */
  record Scored(Verdict verdict, Optional<Double> score) {}

  Scored evaluate(Program program, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    EvaluationCost cost = EvaluationCost.begin(program, bench);
    Evaluation evaluation =
        bench
            .evaluations()
            .evaluate(
                new EvaluationRequest(NAME, program, searchOnly).reusing(),
                (phase, done, total) -> progress.accept(line(phase.label(), done, total)));
    ExecutedProgram.check(NAME, program.sha256(), evaluation);
    return new Scored(
        new Verdict(
            evaluation.score().isPresent(),
            Prompts.figures(
                    briefing.brief(),
                    new Exhibit(program, UnstoredExperiment.of(NAME, "agent", program, evaluation)))
                + LimitUse.of(searchOnly, evaluation.points(), evaluation.executed().decoderBytes())
                    .map(use -> "\n" + use.text() + "\n")
                    .orElse(""),
            cost.seconds(evaluation)),
        evaluation.score());
  }

  static String line(String phase, int done, int total) {
    return total <= 1 || done == 0 ? phase : "%s: %d of %d".formatted(phase, done, total);
  }
}
