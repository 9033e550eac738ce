package dev.codecsmith.lab.experiment;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.evaluation.ExecutedProgram;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentResult;
import dev.codecsmith.store.ExperimentResultBuilder;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventPublisher;
import dev.codecsmith.store.experiments.ExperimentStore;
import dev.codecsmith.store.lifecycle.ExperimentLifecycle;
import dev.codecsmith.store.lifecycle.ExperimentLostException;
import dev.codecsmith.store.lifecycle.RecordKeeper;
import java.time.Clock;
import java.util.Optional;

/**
 * Carries one experiment from queued to its end and keeps its record true on the way. A fault of
 * the infrastructure leaves the record unfinished, to be run again.
 */
public final class ExperimentRunner {
  private final Evaluations evaluator;
  private final Flags flags;
  private final EventPublisher events;
  private final ExperimentLifecycle lifecycle;
  private final Cancellations cancellations;

  /**
   * @param events told of the experiment's phases, its progress and its end
   * @param cancellations by which a person may cancel one
   */
  public ExperimentRunner(
      ExperimentStore store,
      Evaluations evaluator,
      Clock clock,
      EventPublisher events,
      Cancellations cancellations) {
    this.evaluator = evaluator;
    this.cancellations = cancellations;
    this.flags = Flags.of(store);
    this.events = events;
    this.lifecycle = new ExperimentLifecycle(store, clock, events);
  }

  /**
   * Evaluates the program and returns the record as it stands in the store at the end.
   *
   * @param queued a record that is in the store and belongs to this process
   * @throws InfrastructureException if the machine failed; or, with an {@link
   *     ExperimentLostException} as its cause, if the record no longer belongs to this process: the
   *     work ends as soon as the store says so
   */
  public ExperimentRecord run(ExperimentRecord queued, EvaluationRequest request)
      throws InfrastructureException, InterruptedException {
    RecordKeeper keeper = lifecycle.keeper(queued);
    Optional<ExperimentRecord> known = keeper.endedBefore();
    if (known.isPresent()) {
      // An attempt before this one had stored its result, and did not see or not tell that it had.
      return known.get();
    }
    Optional<Evaluation> evaluation = evaluated(request, keeper);
    if (evaluation.isEmpty()) {
      return keeper.finish(cancelled(keeper.current()));
    }
    ExecutedProgram.check(events, queued, evaluation.get());
    return keeper.finish(flagged(keeper.current(), evaluation.get()));
  }

  /** Empty if it was cancelled. */
  private Optional<Evaluation> evaluated(EvaluationRequest request, RecordKeeper keeper)
      throws InfrastructureException, InterruptedException {
    Cancellations.Running running = cancellations.begin(keeper.current().id());
    try (running) {
      return Optional.of(evaluator.evaluate(request, keeper::phase));
    } catch (InfrastructureException | InterruptedException e) {
      if (running.isCancelled()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static ExperimentResult cancelled(ExperimentRecord experiment) {
    return ExperimentResultBuilder.builder(ExperimentResult.NONE)
        .failure(
            Optional.of(
                new Failure(
                    FailureKind.CANCELLED,
                    experiment.status(),
                    "A person cancelled its evaluation; that tells nothing of the program.")))
        .build();
  }

  private ExperimentResult flagged(ExperimentRecord experiment, Evaluation evaluation)
      throws InfrastructureException {
    try {
      return flags.on(experiment, result(evaluation));
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** What came of it, as records hold it. */
  public static ExperimentResult result(Evaluation evaluation) {
    return ExperimentResultBuilder.builder(ExperimentResult.NONE)
        .decoderBytes(evaluation.executed().decoderBytes())
        .worker(evaluation.executed().worker())
        .executedProgramSha256(evaluation.executed().programSha256())
        .points(evaluation.points())
        .scores(evaluation.scores())
        .score(evaluation.score())
        .shortScore(evaluation.shortScore().stream().boxed().findFirst())
        .race(evaluation.race())
        .failure(evaluation.failure())
        .artifacts(evaluation.artifacts())
        .build();
  }
}
