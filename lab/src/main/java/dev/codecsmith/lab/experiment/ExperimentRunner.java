package dev.codecsmith.lab.experiment;

import dev.codecsmith.lab.evaluation.Evaluation;
import dev.codecsmith.lab.evaluation.EvaluationRequest;
import dev.codecsmith.lab.evaluation.Evaluations;
import dev.codecsmith.lab.scoring.Flags;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.ExperimentStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.events.EventPublisher;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one experiment from queued to its end and keeps its record true on the way. A fault of
 * the infrastructure leaves the record unfinished, to be run again.
 */
public final class ExperimentRunner {
  private static final Logger log = LoggerFactory.getLogger(ExperimentRunner.class);

  private final ExperimentStore store;
  private final Evaluations evaluator;
  private final Clock clock;
  private final Flags flags;
  private final EventPublisher events;

  /**
   * @param events told of the experiment's phases, its progress and its end
   */
  public ExperimentRunner(
      ExperimentStore store, Evaluations evaluator, Clock clock, EventPublisher events) {
    this.store = store;
    this.evaluator = evaluator;
    this.clock = clock;
    this.flags = Flags.of(store);
    this.events = events;
  }

  /** A new record, queued. */
  public static ExperimentRecord queued(
      String id,
      String campaignId,
      int iteration,
      String owner,
      CandidateRecord candidate,
      Instant now) {
    return new ExperimentRecord(
        id,
        campaignId,
        iteration,
        ExperimentStatus.QUEUED,
        owner,
        candidate,
        0,
        "",
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        now,
        now);
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
    Optional<ExperimentRecord> known = endedByUs(queued);
    if (known.isPresent()) {
      // An attempt before this one had stored its result, and did not see or not tell that it had.
      return told(known.get(), found(known.get()));
    }
    RecordKeeper keeper = new RecordKeeper(queued);
    Evaluation evaluation = evaluator.evaluate(request, keeper::phase);
    ExecutedProgram.check(events, queued, evaluation);
    return keeper.finish(evaluation);
  }

  /**
   * The record if this process has written its end.
   *
   * @throws InfrastructureException if it is not this process's, or gone
   */
  private Optional<ExperimentRecord> endedByUs(ExperimentRecord ours)
      throws InfrastructureException {
    try {
      Optional<ExperimentRecord> stored = store.find(ours.id());
      if (stored.filter(record -> record.owner().equals(ours.owner())).isEmpty()) {
        throw ExperimentLostException.fault(ours.id(), stored);
      }
      return stored.filter(record -> record.status().isFinal());
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  /** Tells the end of an experiment, unless the log has it already. */
  private ExperimentRecord told(ExperimentRecord ended, List<String> found)
      throws InfrastructureException {
    try {
      boolean _ = events.publish(ExperimentEvents.ended(ended, found));
      return ended;
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private List<String> found(ExperimentRecord ended) throws InfrastructureException {
    try {
      return flags.found(ended);
    } catch (StoreException e) {
      throw InfrastructureException.of(e);
    }
  }

  private InfrastructureException lost(String id) {
    try {
      return ExperimentLostException.fault(id, store.find(id));
    } catch (StoreException e) {
      return InfrastructureException.of(e);
    }
  }

  /** Holds the newest version of one record; phases come from several threads. */
  private final class RecordKeeper {
    private ExperimentRecord current;

    /** Where it was last told to be: behind the record where points are measured in rounds. */
    private ExperimentStatus told;

    RecordKeeper(ExperimentRecord current) {
      this.current = current;
      this.told = current.status();
    }

    synchronized void phase(ExperimentStatus phase, int done, int total)
        throws InfrastructureException {
      if (phase.compareTo(current.status()) > 0) {
        current = current.at(phase, clock.instant());
        boolean ours = true;
        try {
          ours = store.update(current);
        } catch (StoreException e) {
          // A missed phase is no loss; the result, which must not be missed, will say it again.
          log.warn("The phase of {} was not recorded: {}", current.id(), e.getMessage());
        }
        if (!ours) {
          throw lost(current.id());
        }
      }
      if (phase != told) {
        told = phase;
        events.send(ExperimentEvents.phase(current, phase));
      }
      events.send(ExperimentEvents.progress(current, phase, done, total));
    }

    synchronized ExperimentRecord finish(Evaluation evaluation) throws InfrastructureException {
      ExperimentRecord last = ended(current, evaluation, clock.instant());
      List<String> found = found(last);
      try {
        if (!store.update(last, found)) {
          throw lost(last.id());
        }
      } catch (StoreException e) {
        throw InfrastructureException.of(e);
      }
      return told(last, found);
    }
  }

  /** The record with what came of it. */
  public static ExperimentRecord ended(
      ExperimentRecord experiment, Evaluation evaluation, Instant now) {
    return new ExperimentRecord(
        experiment.id(),
        experiment.campaignId(),
        experiment.iteration(),
        evaluation.failure().isPresent() ? ExperimentStatus.FAILED : ExperimentStatus.SUCCEEDED,
        experiment.owner(),
        experiment.candidate(),
        evaluation.executed().decoderBytes(),
        evaluation.executed().programSha256(),
        evaluation.points(),
        evaluation.scores(),
        evaluation.score(),
        evaluation.shortScore().isPresent()
            ? Optional.of(evaluation.shortScore().getAsDouble())
            : Optional.empty(),
        evaluation.failure(),
        experiment.warnings(),
        evaluation.artifacts(),
        experiment.created(),
        now);
  }
}
