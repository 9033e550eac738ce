package dev.codecsmith.evolve.proposal;

import dev.codecsmith.sandbox.InfrastructureException;
import java.util.Optional;

/** Makes candidates. */
public interface Proposer {

  /** The name used on the command line and in records. */
  String name();

  /**
   * Proposes one candidate. Must depend on nothing but the request, so that a campaign of the same
   * seed proposes the same programs.
   *
   * @return empty if this proposer has nothing left to propose
   * @throws InfrastructureException if it could not ask whom it asks; the same request is made
   *     again later
   */
  Optional<Candidate> propose(ProposalRequest request)
      throws InfrastructureException, InterruptedException;

  /**
   * Why the campaign is to end though more could be proposed, such as a budget that is spent, in a
   * sentence. Asked when {@link #propose} has returned empty.
   */
  default Optional<String> stopReason() {
    return Optional.empty();
  }

  /**
   * Whether somebody may yet bring what is to be proposed, though {@link #propose} has returned
   * empty: then the campaign waits, and the same request is made again.
   */
  default boolean mayHaveMore() {
    return false;
  }
}
