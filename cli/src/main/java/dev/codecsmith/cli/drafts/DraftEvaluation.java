package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest;
import dev.codecsmith.evolve.proposers.Briefing;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What an agent may have measured, on the campaign's search clips only. It keeps count of how well
 * quick looks foretold full figures, and says so.
 */
public final class DraftEvaluation implements WorkspaceEvaluation {
  private final EvaluationSettings searchOnly;
  private final FullEvaluation full;
  private final DraftLooks looks;
  private final OwnScore own;
  private final LookAccuracy accuracy = new LookAccuracy();

  /**
   * @param evaluation the campaign's settings
   */
  public DraftEvaluation(Briefing briefing, EvaluationSettings evaluation, Workbench bench) {
    this.searchOnly = evaluation.onSearchClips();
    this.full = new FullEvaluation(briefing, searchOnly, bench);
    this.looks = new DraftLooks(searchOnly, bench);
    this.own = new OwnScore(searchOnly, bench);
  }

  @Override
  public void furnish(Path workspace) throws IOException {
    ClipFolder.fill(workspace, searchOnly.searchClips());
  }

  @Override
  public Verdict evaluate(Asked asked, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    return switch (asked.request()) {
      case WorkspaceRequest.Full _ -> full(asked.program(), progress);
      case WorkspaceRequest.Quick quick -> quick(asked, quick, progress);
      case WorkspaceRequest.Tune tune -> looks.tune(asked.program(), tune, progress);
      case WorkspaceRequest.Profile how -> looks.profile(asked.program(), how, progress);
      case WorkspaceRequest.Score score -> own.of(score, asked.workspace());
      case WorkspaceRequest.Left _ ->
          throw new IllegalArgumentException("What is left is known to who counts it.");
    };
  }

  private Verdict full(Program program, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    FullEvaluation.Scored scored = full.evaluate(program, progress);
    scored.score().ifPresent(score -> accuracy.measured(program.sha256(), score));
    return scored.verdict();
  }

  private Verdict quick(Asked asked, WorkspaceRequest.Quick quick, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    DraftLooks.Looked looked = looks.look(asked.program(), asked.parent(), quick, progress);
    if (quick.clips().isEmpty()) {
      looked.mean().ifPresent(mean -> accuracy.lookedAt(asked.program().sha256(), mean));
    }
    Verdict verdict = looked.verdict();
    return new Verdict(
        verdict.scored(), verdict.text() + accuracy.sentence(), verdict.cpuSeconds());
  }
}
