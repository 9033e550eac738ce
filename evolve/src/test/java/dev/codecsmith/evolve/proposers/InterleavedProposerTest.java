package dev.codecsmith.evolve.proposers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.Proposed;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterleavedProposerTest {

  private static Proposer named(String name, boolean hasSomething, Optional<String> stop) {
    return new Proposer() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<Candidate> propose(ProposalRequest request) {
        return hasSomething
            ? Optional.of(Candidate.of(name, Program.of("c", "x", Map.of()), name, List.of(), ""))
            : Optional.empty();
      }

      @Override
      public Optional<String> stopReason() {
        return stop;
      }
    };
  }

  private static List<String> turns(Proposer proposer) {
    return IntStream.rangeClosed(1, 7)
        .mapToObj(iteration -> {
          try {
            return proposer
                .propose(
                    new ProposalRequest(
                        iteration,
                        new SplittableRandom(1),
                        EvaluationHistory.of(List.of()),
                        Proposed.View.nothing()))
                .map(Candidate::name)
                .orElse("-");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        })
        .toList();
  }

  @Test
  void theTunerHasItsTurnsAfterEachOfTheModels() {
    assertThat(
            turns(
                new InterleavedProposer(
                    named("model", true, Optional.empty()),
                    named("tuner", true, Optional.empty()),
                    new IterationShares(1, 2))))
        .containsExactly("model", "tuner", "tuner", "model", "tuner", "tuner", "model");
  }

  @Test
  void turnsAreCountedFromTheFirstIterationThatIsTheirs() {
    assertThat(
            turns(
                    new InterleavedProposer(
                        named("model", true, Optional.empty()),
                        named("tuner", true, Optional.empty()),
                        new IterationShares(4, 9)))
                .subList(3, 7))
        .containsExactly("model", "tuner", "tuner", "tuner");
  }

  @Test
  void whoHasNothingGivesItsTurnAway() {
    assertThat(
            turns(
                new InterleavedProposer(
                    named("model", true, Optional.empty()),
                    named("tuner", false, Optional.empty()),
                    new IterationShares(1, 2))))
        .containsOnly("model");
    assertThat(
            turns(
                new InterleavedProposer(
                    named("model", false, Optional.empty()),
                    named("tuner", true, Optional.empty()),
                    new IterationShares(1, 2))))
        .containsOnly("tuner");
  }

  @Test
  void aSpentBudgetIsAnEndAndNoTurnToGiveAway() {
    Proposer both =
        new InterleavedProposer(
            named("model", false, Optional.of("The budget is spent.")),
            named("tuner", true, Optional.empty()),
            new IterationShares(1, 1));
    assertThat(turns(both)).containsExactly("-", "tuner", "-", "tuner", "-", "tuner", "-");
    assertThat(both.stopReason()).contains("The budget is spent.");
  }
}
