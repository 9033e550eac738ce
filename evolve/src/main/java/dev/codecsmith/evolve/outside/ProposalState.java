package dev.codecsmith.evolve.outside;

/** What has become of a proposal. */
public sealed interface ProposalState {

  /**
   * It waits for its campaign to begin an iteration.
   *
   * @param ahead how many stand before it
   */
  record Waiting(int ahead) implements ProposalState {}

  /** It is the candidate of that iteration. */
  record Taken(int iteration) implements ProposalState {}

  /**
   * It never becomes one.
   *
   * @param reason why, in a sentence
   */
  record SetAside(String reason) implements ProposalState {}
}
