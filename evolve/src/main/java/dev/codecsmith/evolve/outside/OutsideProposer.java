package dev.codecsmith.evolve.outside;

import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.InfrastructureException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Proposes what others bring, and where nothing waits asks the campaign's own proposers.
 *
 * <p>What is taken stands in the queue with its iteration before it is proposed, so an iteration
 * that is asked for again, after a kill or by a replay, gets the same.
 */
public final class OutsideProposer implements Proposer {
  public static final String NAME = "outside";

  private final ProposalQueue queue;
  private final Proposer own;
  private final ProposalRule rule;
  private final boolean takes;

  /** Iterations for which a proposal was taken since this process began. */
  private final TreeSet<Integer> served = new TreeSet<>();

  /** Iterations for which the campaign's own proposers had nothing. */
  private final Set<Integer> without = new HashSet<>();

  private OutsideProposer(ProposalQueue queue, Proposer own, ProposalRule rule, boolean takes) {
    this.queue = queue;
    this.own = own;
    this.rule = rule;
    this.takes = takes;
  }

  /** Takes what waits and may be taken. */
  public static OutsideProposer taking(ProposalQueue queue, Proposer own, ProposalRule rule) {
    return new OutsideProposer(queue, own, rule, true);
  }

  /** Proposes again what was taken, and takes nothing. */
  public static OutsideProposer recorded(ProposalQueue queue, Proposer own, ProposalRule rule) {
    return new OutsideProposer(queue, own, rule, false);
  }

  @Override
  public String name() {
    return NAME + "," + own.name();
  }

  @Override
  public Optional<Candidate> propose(ProposalRequest request)
      throws InfrastructureException, InterruptedException {
    Optional<Candidate> brought = first(request);
    if (brought.isPresent()) {
      return brought;
    }
    if (!knownToHaveNothing(request.iteration())) {
      Optional<Candidate> candidate = own.propose(request);
      if (candidate.isPresent() || own.stopReason().isPresent()) {
        return candidate;
      }
      remember(request.iteration());
    }
    return givenOn(request.iteration());
  }

  @Override
  public Optional<String> stopReason() {
    return own.stopReason();
  }

  @Override
  public boolean mayHaveMore() {
    return takes;
  }

  private synchronized boolean knownToHaveNothing(int iteration) {
    return without.contains(iteration);
  }

  private synchronized void remember(int iteration) {
    without.add(iteration);
  }

  /** What the iteration has taken, or the first that waits and is not known yet. */
  private synchronized Optional<Candidate> first(ProposalRequest request)
      throws InfrastructureException {
    int iteration = request.iteration();
    try {
      Optional<OutsideProposal> proposal = next(iteration);
      while (proposal.isPresent()) {
        Optional<String> refusal = takes ? refusal(proposal.get(), request) : Optional.empty();
        if (refusal.isEmpty()) {
          break;
        }
        queue.setAside(iteration, proposal.get(), refusal.get());
        proposal = next(iteration);
      }
      if (proposal.isPresent()) {
        served.add(iteration);
      } else {
        served.remove(iteration);
      }
      return candidate(proposal);
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }

  private Optional<String> refusal(OutsideProposal proposal, ProposalRequest request)
      throws IOException {
    return request.proposed().hasContentOf(proposal.program())
        ? Optional.of("The campaign has this program already.")
        : rule.refusal(proposal, request.history().best().isPresent());
  }

  private Optional<Candidate> candidate(Optional<OutsideProposal> proposal) throws IOException {
    return proposal.isPresent()
        ? Optional.of(proposal.get().candidate(rule.program(proposal.get())))
        : Optional.empty();
  }

  private Optional<OutsideProposal> next(int iteration) throws IOException {
    Optional<OutsideProposal> taken = queue.taken(iteration);
    return taken.isPresent() || !takes ? taken : queue.take(iteration);
  }

  /**
   * A later iteration may have been asked first and have taken what this one, with nothing of its
   * own, would wait for, while the other waits for this one to be stored.
   */
  private synchronized Optional<Candidate> givenOn(int iteration) throws InfrastructureException {
    Integer later = served.higher(iteration);
    if (later == null) {
      return Optional.empty();
    }
    try {
      Optional<OutsideProposal> proposal = queue.giveOn(later, iteration);
      served.remove(later);
      served.add(iteration);
      return candidate(proposal);
    } catch (IOException e) {
      throw InfrastructureException.of(e);
    }
  }
}
