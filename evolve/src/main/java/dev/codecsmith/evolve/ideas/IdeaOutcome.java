package dev.codecsmith.evolve.ideas;

import dev.codecsmith.evolve.edits.reply.ReplyNotes;
import dev.codecsmith.store.ExperimentRecord;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An idea, tried in an experiment.
 *
 * @param idea the idea's id, as the candidate declared it
 * @param experiment the experiment's id
 * @param change its score less its best parent's, in points of BD-rate, negative is better; empty
 *     if it failed or no parent has a score
 * @param failed whether the experiment failed
 */
public record IdeaOutcome(String idea, String experiment, Optional<Double> change, boolean failed) {

  /**
   * The ideas that a finished experiment's candidate declared in its reasoning ({@code IDEA: id});
   * none of one that a person cancelled.
   *
   * @param scoreOf the score of an experiment by its id, if it has one
   */
  public static List<IdeaOutcome> of(
      ExperimentRecord record, Function<String, Optional<Double>> scoreOf) {
    if (record.result().failure().filter(failure -> !failure.kind().isOfTheProgram()).isPresent()) {
      return List.of();
    }
    Optional<Double> best =
        record.candidate().parents().stream()
            .map(scoreOf)
            .flatMap(Optional::stream)
            .min(Double::compare);
    Optional<Double> change = record.score().flatMap(s -> best.map(b -> s - b));
    return ReplyNotes.of(record.candidate().reasoning()).ideas().stream()
        .map(idea -> new IdeaOutcome(idea, record.id(), change, record.score().isEmpty()))
        .toList();
  }
}
