package dev.codecsmith.evolve.proposers;

import dev.codecsmith.evolve.archive.Archive;
import dev.codecsmith.evolve.archive.ArchiveSettings;
import dev.codecsmith.evolve.archive.Choice;
import dev.codecsmith.evolve.archive.Member;
import dev.codecsmith.evolve.archive.Strategies;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.ideas.IdeaLog;
import dev.codecsmith.evolve.ideas.IdeaOutcome;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.Exhibit;
import dev.codecsmith.store.ExperimentRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from a history: the archive and what came of ideas. It keeps what it has learned, so
 * that a longer history of the same campaign costs only what is new; the answers are those of one
 * that was given the whole history at once. Iterations may ask in any order: for a shorter history
 * than the last it learns anew.
 */
final class CampaignMemory {
  private final String strategy;
  private final ArchiveSettings settings;

  private final List<PastExperiment> learned = new ArrayList<>();
  private final Map<String, PastExperiment> byId = new HashMap<>();
  private Archive archive;
  private IdeaLog ideas = IdeaLog.EMPTY;

  CampaignMemory(String strategy, long seed) {
    this.strategy = strategy;
    this.settings = ArchiveSettings.defaults(seed);
    this.archive = Strategies.create(strategy, settings);
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
   * @param history all that it may learn from, by iteration
   * @param failures how many failures at most
   */
  synchronized Recollection recall(
      List<PastExperiment> history, CampaignBrief brief, int iteration, int failures) {
    learn(history, brief);
    Choice choice = archive.choose(iteration);
    return new Recollection(
        choice,
        exhibits(choice.parents()),
        exhibits(choice.inspirations()),
        failures(failures),
        ideas);
  }

  private void learn(List<PastExperiment> history, CampaignBrief brief) {
    if (!continues(history)) {
      learned.clear();
      byId.clear();
      archive = Strategies.create(strategy, settings);
      ideas = IdeaLog.EMPTY;
    }
    for (PastExperiment finished : history.subList(learned.size(), history.size())) {
      ExperimentRecord record = finished.experiment();
      archive.add(Member.of(record, brief.anchors().main(), brief.clips().search()));
      for (IdeaOutcome trial : IdeaOutcome.of(record, this::score)) {
        ideas = ideas.plus(trial);
      }
      byId.put(finished.id(), finished);
      learned.add(finished);
    }
  }

  /** The experiments of those ids, in that order. */
  private List<Exhibit> exhibits(List<String> ids) {
    return ids.stream()
        .map(byId::get)
        .map(finished -> new Exhibit(finished.program(), finished.experiment()))
        .toList();
  }

  /** The newest failed experiments, the newest first. */
  private List<ExperimentRecord> failures(int count) {
    return learned.reversed().stream()
        .filter(PastExperiment::failed)
        .limit(count)
        .map(PastExperiment::experiment)
        .toList();
  }

  private Optional<Double> score(String id) {
    return Optional.ofNullable(byId.get(id)).flatMap(PastExperiment::score);
  }

  private boolean continues(List<PastExperiment> history) {
    int known = learned.size();
    return known == 0
        || (history.size() >= known && history.get(known - 1).id().equals(learned.getLast().id()));
  }
}
