package dev.codecsmith.evolve;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What a proposer may know.
 *
 * @param iteration the iteration the candidate is for, from 1
 * @param random numbers that depend on the campaign's seed and the iteration only
 * @param history the finished experiments this iteration may learn from, by iteration
 * @param proposedSha256 hashes of all programs proposed for earlier iterations, finished or not; a
 *     duplicate of one of them is refused
 * @param proposedContents the same by {@link dev.codecsmith.evolve.edits.NormalisedProgram#hash},
 *     to which comments and white space mean nothing
 */
public record ProposalRequest(
    int iteration,
    SplittableRandom random,
    List<Finished> history,
    Set<String> proposedSha256,
    Set<String> proposedContents) {
  public ProposalRequest {
    history = List.copyOf(history);
    proposedSha256 = Set.copyOf(proposedSha256);
    proposedContents = Set.copyOf(proposedContents);
  }
}
