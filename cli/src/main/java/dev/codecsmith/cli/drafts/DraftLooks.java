package dev.codecsmith.cli.drafts;

import dev.codecsmith.cli.bench.Workbench;
import dev.codecsmith.cli.drafts.QuickLook.Seen;
import dev.codecsmith.evolve.models.agent.WorkspaceEvaluation.Verdict;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Profile;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Quick;
import dev.codecsmith.evolve.models.agent.WorkspaceRequest.Tune;
import dev.codecsmith.lab.evaluation.EvaluationSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What costs an agent less than a full evaluation, wherever it works: the first frames of search
 * clips beside a parent's, settings of marked constants tried on them, and where time and bits go.
 *
 * <p>All throw {@link IllegalArgumentException} with a sentence where what is asked makes no sense.
 */
public final class DraftLooks {
  private final EvaluationSettings searchOnly;
  private final QuickLook look;
  private final DraftTuning tuning;
  private final DraftProfile profile;

  /**
   * @param searchOnly the campaign's settings, without the clips that are held out
   */
  public DraftLooks(EvaluationSettings searchOnly, Workbench bench) {
    this.searchOnly = searchOnly;
    this.look = new QuickLook(searchOnly, bench);
    this.tuning = new DraftTuning(look::at);
    this.profile = new DraftProfile(searchOnly, bench, look);
  }

  /**
   * What a quick look came to.
   *
   * @param mean over the clips, in percent against the main anchor; empty where one has no figure
   */
  record Looked(Verdict verdict, OptionalDouble mean) {}

  /** The first frames, beside the parent's where there is one. */
  public Verdict quick(
      Program program, Optional<Program> parent, Quick quick, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    return look(program, parent, quick, progress).verdict();
  }

  Looked look(Program program, Optional<Program> parent, Quick quick, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    Seen draft = look.at(program, quick, progress);
    if (draft.perClip().isEmpty()) {
      return new Looked(
          new Verdict(false, QuickText.failed(draft), draft.cpuSeconds()), OptionalDouble.empty());
    }
    Optional<Seen> before =
        parent.isPresent()
            ? Optional.of(
                    look.at(parent.get(), quick, line -> progress.accept("the parent: " + line)))
                .filter(seen -> !seen.perClip().isEmpty())
            : Optional.empty();
    String anchor = searchOnly.mainAnchor().name();
    String text =
        before
            .map(seen -> QuickText.paired(draft, seen, anchor, searchOnly.objective()))
            .orElseGet(() -> QuickText.alone(draft, anchor));
    return new Looked(
        new Verdict(draft.mean().isPresent(), text, draft.cpuSeconds()), draft.mean());
  }

  /** Settings of the program's marked constants; what is better is in the verdict. */
  public Verdict tune(Program program, Tune tune, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    return tuning.tune(program, tune, progress);
  }

  /** Where the program's time and bits go. */
  public Verdict profile(Program program, Profile how, Consumer<String> progress)
      throws InfrastructureException, InterruptedException {
    return profile.of(program, how, progress);
  }
}
