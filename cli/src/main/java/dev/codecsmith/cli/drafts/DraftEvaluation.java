package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.drafts.QuickLook.Seen;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest;
import dev.codecsmith.evolve.proposers.Briefing;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.metrics.rank.RankCorrelation;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What an agent may have measured, on the campaign's search clips only. It keeps count of how well
 * quick looks foretold full figures, and says so.
 */
public final class DraftEvaluation implements WorkspaceEvaluation {
  /** From so many programs on a rank correlation says something. */
  private static final int ENOUGH = 4;

  private final EvaluationSettings searchOnly;
  private final FullEvaluation full;
  private final QuickLook look;
  private final DraftTuning tuning;
  private final DraftProfile profile;
  private final OwnScore own;
  private final Map<String, Double> lookedAt = new LinkedHashMap<>();
  private final Map<String, Double> measured = new LinkedHashMap<>();

  /**
   * @param evaluation the campaign's settings
   */
  public DraftEvaluation(Briefing briefing, EvaluationSettings evaluation, Workbench bench) {
    this.searchOnly = evaluation.onSearchClips();
    this.full = new FullEvaluation(briefing, searchOnly, bench);
    this.look = new QuickLook(searchOnly, bench);
    this.tuning = new DraftTuning(look);
    this.profile = new DraftProfile(searchOnly, bench, look);
    this.own = new OwnScore(searchOnly, bench, look);
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
      case WorkspaceRequest.Tune tune -> tuning.tune(asked.program(), tune, progress);
      case WorkspaceRequest.Profile how -> profile.of(asked.program(), how, progress);
      case WorkspaceRequest.Score score -> own.of(score, asked.workspace());
      case WorkspaceRequest.Left _ ->
          throw new IllegalArgumentException("What is left is known to who counts it.");
    };
  }

  private Verdict full(Program program, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    FullEvaluation.Scored scored = full.evaluate(program, progress);
    scored.score().ifPresent(score -> note(measured, program, score));
    return scored.verdict();
  }

  private Verdict quick(Asked asked, WorkspaceRequest.Quick quick, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    Seen draft = look.at(asked.program(), quick, progress);
    if (draft.perClip().isEmpty()) {
      return new Verdict(false, QuickText.failed(draft), draft.cpuSeconds());
    }
    if (quick.clips().isEmpty()) {
      draft.mean().ifPresent(mean -> note(lookedAt, asked.program(), mean));
    }
    String anchor = searchOnly.mainAnchor().name();
    Optional<Seen> parent =
        asked.parent().isPresent()
            ? Optional.of(
                    look.at(
                        asked.parent().get(),
                        quick,
                        line -> progress.accept("the parent: " + line)))
                .filter(seen -> !seen.perClip().isEmpty())
            : Optional.empty();
    String text =
        parent
            .map(before ->
                QuickText.paired(draft, before, anchor, searchOnly.objective(), quick.frames()))
            .orElseGet(() -> QuickText.alone(draft, anchor, quick.frames()));
    return new Verdict(draft.mean().isPresent(), text + foretold(), draft.cpuSeconds());
  }

  private void note(Map<String, Double> figures, Program program, double value) {
    synchronized (measured) {
      figures.put(program.sha256(), value);
    }
  }

  /** How quick looks order the programs that were measured in full as well. */
  private String foretold() {
    synchronized (measured) {
      List<String> both = lookedAt.keySet().stream().filter(measured::containsKey).toList();
      if (both.size() < ENOUGH) {
        return "";
      }
      OptionalDouble correlation =
          RankCorrelation.of(
              both.stream().map(lookedAt::get).toList(), both.stream().map(measured::get).toList());
      return correlation.isEmpty()
          ? ""
          : String.format(
              Locale.ROOT,
              "\nOf %d programs that were measured in full too, quick looks gave the order with a rank correlation of %.2f (1 is the same order).\n",
              both.size(),
              correlation.getAsDouble());
    }
  }
}
