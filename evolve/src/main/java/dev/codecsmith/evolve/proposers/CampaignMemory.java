package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.archive.Archive;
import dev.codecsmith.evolve.archive.ArchiveSettings;
import dev.codecsmith.evolve.archive.Choice;
import dev.codecsmith.evolve.archive.Member;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.HistoryFollower;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.ideas.IdeaOutcome;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.Exhibit;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.ExperimentRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from a history: the archive and what came of ideas. */
final class CampaignMemory {
  private final String strategy;
  private final ArchiveSettings settings;
  private final int failures;
  private final EditablePaths editable;
  private @Nullable HistoryFollower<Learned> learned;

  /**
   * @param failures how many failures an iteration is shown at most
   * @param editable what the campaign edits
   */
  CampaignMemory(String strategy, long seed, int failures, EditablePaths editable) {
    this.strategy = strategy;
    this.settings = ArchiveSettings.defaults(seed);
    this.failures = failures;
    this.editable = editable;
    // An unknown one is refused here.
    Archive _ = Strategies.create(strategy, settings);
  }

  /**
   * What an iteration is shown.
   *
   * @param choice what to start from
   * @param parents the choice's parents
   * @param inspirations the choice's inspirations
   * @param failures failed experiments, the newest first
   * @param ideas what came of ideas
   */
  record Recollection(
      Choice choice,
      List<Exhibit> parents,
      List<Exhibit> inspirations,
      List<ExperimentRecord> failures,
      IdeaLog ideas) {}

  /**
   * What an iteration is shown.
   *
   * @param history all that it may learn from
   * @param brief of the campaign, always the same
   */
  Recollection recall(EvaluationHistory.View history, CampaignBrief brief, int iteration) {
    Learned known = learned(brief).answer(history, iteration);
    return new Recollection(
        known.choice(),
        exhibits(history, known.choice().parents()),
        exhibits(history, known.choice().inspirations()),
        known.failures().stream().map(PastExperiment::experiment).toList(),
        known.ideas());
  }

  private synchronized HistoryFollower<Learned> learned(CampaignBrief brief) {
    HistoryFollower<Learned> known = learned;
    if (known == null) {
      known = new HistoryFollower<>(() -> new Learning(brief));
      learned = known;
    }
    return known;
  }

  /** The experiments of those ids, in that order. */
  private static List<Exhibit> exhibits(EvaluationHistory.View history, List<String> ids) {
    return ids.stream()
        .map(history::find)
        .flatMap(Optional::stream)
        .map(finished -> new Exhibit(finished.program(), finished.experiment()))
        .toList();
  }

  /** What an iteration may know. */
  private record Learned(Choice choice, List<PastExperiment> failures, IdeaLog ideas) {}

  private final class Learning implements HistoryFollower.Learner<Learned> {
    private final CampaignBrief brief;
    private final Archive archive = Strategies.create(strategy, settings);
    private final Deque<PastExperiment> newestFailures = new ArrayDeque<>();
    private IdeaLog ideas = IdeaLog.EMPTY;

    Learning(CampaignBrief brief) {
      this.brief = brief;
    }

    @Override
    public void learn(PastExperiment ended, EvaluationHistory.View history) {
      ExperimentRecord record = ended.experiment();
      // Read before anything is learned: what fails is learned anew from its beginning.
      List<IdeaOutcome> outcomes =
          IdeaOutcome.of(record, id -> history.find(id).flatMap(PastExperiment::score));
      if (breeds(ended)) {
        archive.add(Member.of(record, brief.anchors().main(), brief.clips().search()));
      }
      for (IdeaOutcome outcome : outcomes) {
        ideas = ideas.plus(outcome);
      }
      if (record.result().failure().filter(each -> each.kind().isOfTheProgram()).isPresent()) {
        newestFailures.addFirst(ended);
        if (newestFailures.size() > failures) {
          newestFailures.removeLast();
        }
      }
    }

    /** A program without a file that may be edited would stay as it is for ever. */
    private boolean breeds(PastExperiment ended) {
      if (editable.isAll()) {
        return true;
      }
      Program program = ended.program();
      return program.language().equals(brief.language()) && editable.hasAnyOf(program);
    }

    @Override
    public Learned answer(int iteration) {
      return new Learned(archive.choose(iteration), List.copyOf(newestFailures), ideas);
    }
  }
}
