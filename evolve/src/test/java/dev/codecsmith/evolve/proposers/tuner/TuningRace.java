package dev.codecsmith.evolve.proposers.tuner;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.PastExperiment;
import dev.codecsmith.evolve.history.Proposed;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.scorecard.Records;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.CandidateRecord;
import dev.codecsmith.store.ExperimentRecord;
import dev.codecsmith.store.ExperimentRecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** A campaign in which a proposer changes constants, and a function of them is the score. */
final class TuningRace {
  private final Proposer proposer;
  private final ToDoubleFunction<Program> score;
  private final int lag;
  private final List<Program> programs = new ArrayList<>();
  private final List<PastExperiment> all = new ArrayList<>();
  private final Proposed proposed = new Proposed();

  /**
   * @param score NaN for a program that fails
   * @param lag how many are under way at once
   */
  TuningRace(Proposer proposer, ToDoubleFunction<Program> score, int lag) {
    this.proposer = proposer;
    this.score = score;
    this.lag = lag;
  }

  /** Runs iterations up to this one. */
  TuningRace to(int iterations, long seed) throws Exception {
    for (int iteration = all.size() + 1; iteration <= iterations; iteration++) {
      then(asked(iteration, seed));
    }
    return this;
  }

  Candidate asked(int iteration, long seed) throws Exception {
    return proposer
        .propose(
            new ProposalRequest(
                iteration,
                new SplittableRandom(seed * 1000 + iteration),
                EvaluationHistory.of(all.subList(0, Math.max(0, iteration - lag))),
                proposed.upTo(iteration - 1)))
        .orElseThrow();
  }

  /** Evaluates the next. */
  TuningRace then(Candidate candidate) {
    int iteration = all.size() + 1;
    double value = score.applyAsDouble(candidate.program());
    ExperimentRecord record =
        Double.isNaN(value)
            ? Records.failed(iteration, "It broke.", candidate.parents(), "")
            : Records.succeeded(iteration, value, List.of(), candidate.parents(), "");
    ExperimentRecord named =
        ExperimentRecordBuilder.builder(record)
            .candidate(
                new CandidateRecord(
                    candidate.name(),
                    "java",
                    "00",
                    candidate.proposer(),
                    candidate.parents(),
                    "",
                    Map.of()))
            .build();
    programs.add(candidate.program());
    proposed.add(iteration, candidate.program());
    all.add(new PastExperiment(named, candidate::program));
    return this;
  }

  List<Program> programs() {
    return programs;
  }

  List<PastExperiment> experiments() {
    return all;
  }

  double best() {
    return all.stream()
        .flatMap(experiment -> experiment.score().stream())
        .mapToDouble(Double::doubleValue)
        .min()
        .orElseThrow();
  }
}
