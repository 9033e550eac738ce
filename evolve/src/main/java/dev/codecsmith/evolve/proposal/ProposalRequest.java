package dev.codecsmith.evolve.proposal;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.Proposed;
import java.util.SplittableRandom;

/**
 * What a proposer may know.
 *
 * @param iteration the iteration the candidate is for, from 1
 * @param random numbers that depend on the campaign's seed and the iteration only
 * @param history the finished experiments this iteration may learn from, by iteration
 * @param proposed the programs of earlier iterations, finished or not, that count as known; a
 *     duplicate of one of them is refused
 */
public record ProposalRequest(
    int iteration,
    SplittableRandom random,
    EvaluationHistory.View history,
    Proposed.View proposed) {}
