package dev.codecsmith.evolve.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.history.EvaluationHistory;
import dev.codecsmith.evolve.history.Proposed;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.evolve.proposal.ProposalRequest;
import dev.codecsmith.evolve.proposal.Proposer;
import dev.codecsmith.evolve.proposers.LibraryProposer;
import dev.codecsmith.evolve.proposers.ProposerChain;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutsideProposerTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Proposer NOTHING = new ProposerChain(List.of());

  @TempDir private Path data;
  private ProposalQueue queue;
  private final Proposed known = new Proposed();

  @BeforeEach
  void queue() {
    queue = ProposalQueue.of(data, "campaign_x");
  }

  private static Program program(int value) {
    return Program.of("java", "X", Map.of("X.java", "class X { int a = " + value + "; }\n"));
  }

  private static OutsideProposal proposal(int value) {
    return OutsideProposal.of(
        "some agent",
        "number-" + value,
        program(value),
        List.of("exp_iter1_x"),
        "It is " + value + ".",
        START.plusSeconds(value));
  }

  private static Proposer library(int value) {
    SequencedMap<String, Program> programs = new LinkedHashMap<>();
    programs.put("own", program(value));
    return new LibraryProposer(programs);
  }

  private Optional<Candidate> ask(Proposer proposer, int iteration) throws Exception {
    return proposer.propose(
        new ProposalRequest(
            iteration,
            new SplittableRandom(iteration),
            EvaluationHistory.of(List.of()),
            known.upTo(iteration - 1)));
  }

  @Test
  void whatOthersBringComesFirstAndInTheirOrder() throws Exception {
    queue.put(proposal(2));
    queue.put(proposal(1));
    Proposer proposer = OutsideProposer.taking(queue, library(7), ProposalRule.none());
    assertThat(ask(proposer, 1))
        .hasValueSatisfying(candidate -> {
          assertThat(candidate.program()).isEqualTo(program(1));
          assertThat(candidate.name()).isEqualTo("number-1");
          assertThat(candidate.proposer()).isEqualTo("outside:some-agent");
          assertThat(candidate.parents()).containsExactly("exp_iter1_x");
          assertThat(candidate.reasoning()).isEqualTo("It is 1.");
        });
    assertThat(ask(proposer, 2)).map(Candidate::program).hasValue(program(2));
    assertThat(ask(proposer, 3)).map(Candidate::program).hasValue(program(7));
  }

  @Test
  void aProposalCanBeFollowedFromWaitingToItsIteration() throws Exception {
    queue.put(proposal(1));
    queue.put(proposal(2));
    String second = proposal(2).id();
    assertThat(queue.state(second)).hasValue(new ProposalState.Waiting(1));
    ask(OutsideProposer.taking(queue, NOTHING, ProposalRule.none()), 5);
    assertThat(queue.state(second)).hasValue(new ProposalState.Waiting(0));
    assertThat(queue.state(proposal(1).id())).hasValue(new ProposalState.Taken(5));
    assertThat(queue.state("proposal_0")).isEmpty();
  }

  @Test
  void anIterationThatWasKilledBeforeItWasStoredGetsTheSameAgain() throws Exception {
    queue.put(proposal(1));
    queue.put(proposal(2));
    assertThat(ask(OutsideProposer.taking(queue, NOTHING, ProposalRule.none()), 4)).isPresent();
    assertThat(ask(OutsideProposer.taking(queue, NOTHING, ProposalRule.none()), 4))
        .map(Candidate::program)
        .hasValue(program(1));
    assertThat(queue.waiting()).isEqualTo(1);
  }

  @Test
  void aReplayProposesWhatWasTakenAndTakesNothing() throws Exception {
    queue.put(proposal(1));
    queue.put(proposal(2));
    ask(OutsideProposer.taking(queue, NOTHING, ProposalRule.none()), 2);
    Proposer replay = OutsideProposer.recorded(queue, library(7), ProposalRule.none());
    assertThat(ask(replay, 1)).map(Candidate::program).hasValue(program(7));
    assertThat(ask(replay, 2)).map(Candidate::program).hasValue(program(1));
    assertThat(replay.mayHaveMore()).isFalse();
    assertThat(queue.state(proposal(2).id())).hasValue(new ProposalState.Waiting(0));
  }

  @Test
  void aProgramThatTheCampaignHasIsSetAsideWithTheReasonAndTheNextIsTaken() throws Exception {
    known.add(1, program(1));
    queue.put(proposal(1));
    queue.put(proposal(2));
    assertThat(ask(OutsideProposer.taking(queue, NOTHING, ProposalRule.none()), 2))
        .map(Candidate::program)
        .hasValue(program(2));
    assertThat(queue.state(proposal(1).id()))
        .hasValue(new ProposalState.SetAside("The campaign has this program already."));
  }

  @Test
  void whatALaterIterationTookGoesToTheEarlierOneThatWouldWait() throws Exception {
    queue.put(proposal(1));
    Proposer proposer = OutsideProposer.taking(queue, NOTHING, ProposalRule.none());
    assertThat(ask(proposer, 2)).isPresent();
    assertThat(ask(proposer, 1)).map(Candidate::program).hasValue(program(1));
    assertThat(queue.state(proposal(1).id())).hasValue(new ProposalState.Taken(1));
    known.add(1, program(1));
    assertThat(ask(proposer, 2)).isEmpty();
  }

  @Test
  void whatAnEarlierIterationHasIsNotGivenOn() throws Exception {
    queue.put(proposal(1));
    Proposer proposer = OutsideProposer.taking(queue, NOTHING, ProposalRule.none());
    assertThat(ask(proposer, 1)).isPresent();
    assertThat(ask(proposer, 2)).isEmpty();
    assertThat(queue.state(proposal(1).id())).hasValue(new ProposalState.Taken(1));
  }

  @Test
  void aFileThatIsNoProposalIsSetAsideAndInNobodysWay() throws Exception {
    queue.put(proposal(1));
    Path waiting = data.resolve("proposals/campaign_x/waiting");
    Files.writeString(waiting.resolve("a.json"), "{\"id\":");
    Files.writeString(waiting.resolve("b.json"), "{}");
    assertThat(ask(OutsideProposer.taking(queue, NOTHING, ProposalRule.none()), 1))
        .map(Candidate::program)
        .hasValue(program(1));
    for (String id : List.of("a", "b")) {
      assertThat(queue.state(id))
          .hasValue(new ProposalState.SetAside("Its file was not a proposal."));
    }
    assertThat(queue.waiting()).isZero();
  }

  @Test
  void aFullQueueRefusesOneMore() throws Exception {
    for (int i = 0; i < ProposalQueue.MOST_WAITING; i++) {
      queue.put(proposal(i));
    }
    assertThatThrownBy(() -> queue.put(proposal(1000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("100 proposals wait");
    assertThat(queue.state(proposal(1000).id())).isEmpty();
  }

  @Test
  void theCampaignsOwnProposersAreAskedOnceForAnIterationThatWaits() throws Exception {
    int[] asked = new int[1];
    Proposer counting =
        new Proposer() {
          @Override
          public String name() {
            return "counting";
          }

          @Override
          public Optional<Candidate> propose(ProposalRequest request) {
            asked[0]++;
            return Optional.empty();
          }
        };
    Proposer proposer = OutsideProposer.taking(queue, counting, ProposalRule.none());
    assertThat(proposer.mayHaveMore()).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThat(ask(proposer, 1)).isEmpty();
    }
    assertThat(asked[0]).isEqualTo(1);
  }

  private static Program twoFiles(String a, String b) {
    return Program.of("java", "A", Map.of("A.java", a, "B.java", b));
  }

  private static OutsideProposal brought(Program program, int at, String... parents) {
    return OutsideProposal.of(
        "agent", "n", program, List.of(parents), "Why.", START.plusSeconds(at));
  }

  @Test
  void whatTouchesAFileThatMayNotBeEditedIsSetAsideWithTheSentence() throws Exception {
    Program parent = twoFiles("class A {}", "class B {}").withEditable(List.of("B.java"));
    ProposalRule rule =
        new ProposalRule(
            EditablePaths.ALL,
            id -> id.equals("exp_iter1_x") ? Optional.of(parent) : Optional.empty());
    OutsideProposal bad = brought(twoFiles("class A { }", "class B { int b; }"), 1, "exp_iter1_x");
    OutsideProposal good = brought(twoFiles("class A {}", "class B { int b; }"), 2, "exp_iter1_x");
    queue.put(bad);
    queue.put(good);

    assertThat(ask(OutsideProposer.taking(queue, NOTHING, rule), 2))
        .hasValueSatisfying(candidate -> {
          assertThat(candidate.program().files()).isEqualTo(good.program().files());
          assertThat(candidate.program().editable()).as("passed on").containsExactly("B.java");
        });
    assertThat(queue.state(bad.id()).orElseThrow())
        .isInstanceOfSatisfying(
            ProposalState.SetAside.class,
            aside ->
                assertThat(aside.reason())
                    .isEqualTo(
                        "This changes A.java, but only B.java may be edited; everything else must"
                            + " stay as it is, byte for byte."));
    assertThat(ask(OutsideProposer.recorded(queue, NOTHING, rule), 2))
        .map(candidate -> candidate.program().editable())
        .hasValue(List.of("B.java"));
  }

  @Test
  void whereACampaignEditsFilesAProgramWithoutParentsIsTakenUntilThereIsOneToEdit()
      throws Exception {
    ProposalRule rule =
        new ProposalRule(new EditablePaths(List.of("B.java")), _ -> Optional.empty());
    OutsideProposal lacking = brought(program(1), 1);
    OutsideProposal founder = brought(twoFiles("class A {}", "class B {}"), 2);
    assertThat(rule.refusal(lacking, false))
        .hasValueSatisfying(reason ->
            assertThat(reason).startsWith("'editable' names B.java, which the program lacks."));
    assertThat(rule.refusal(founder, false)).isEmpty();
    assertThat(rule.program(founder).editable()).containsExactly("B.java");
    assertThat(rule.refusal(founder, true))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("name the experiment that the program was made"));
  }

  @Test
  void aParentThatIsNoProgramIsNoWayRoundTheRule() throws Exception {
    Program words = Program.of("java", "A", Map.of("reply.md", "I cannot."));
    ProposalRule rule =
        new ProposalRule(new EditablePaths(List.of("B.java")), _ -> Optional.of(words));
    assertThat(rule.refusal(brought(program(1), 1, "exp_iter3_x"), true)).isPresent();
  }
}
