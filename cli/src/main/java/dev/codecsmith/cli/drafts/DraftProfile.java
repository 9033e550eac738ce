package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Profile;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.util.function.Consumer;

/** Where a draft's time and bits go. */
final class DraftProfile {
  DraftProfile(EvaluationSettings searchOnly, Workbench bench, QuickLook clips) {}

  Verdict of(Program program, Profile asked, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    throw new IllegalArgumentException("later");
  }
}
