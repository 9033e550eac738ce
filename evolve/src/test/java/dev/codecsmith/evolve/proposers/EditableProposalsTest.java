package dev.codecsmith.evolve.proposers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.sandbox.program.Program;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A campaign that edits one file of its programs. */
class EditableProposalsTest {
  private static final int LAG = 2;
  private static final EditablePaths FILTER = new EditablePaths(List.of("Filter.java"));
  private static final String GOOD =
      "FILE: Filter.java\n<<<<<<< SEARCH\nclass Filter {}\n=======\nclass Filter { int a = %d; }\n>>>>>>> REPLACE\n";
  private static final String BAD = "FILE: Main.java\n```java\nclass Main { int b; }\n```\n";

  private static Program program(String main) {
    return Program.of("java", "Main", Map.of("Main.java", main, "Filter.java", "class Filter {}\n"))
        .withEditable(FILTER.paths());
  }

  private static ModelProposer proposer(ScriptedModel model, int repairs) throws Exception {
    return new ModelProposer(
        ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude", 7))
            .strategy("greedy")
            .repairs(repairs)
            .editable(FILTER)
            .build(),
        ToyHistory::brief,
        new Prompts(PromptTemplates.shipped()),
        IdeaBank.shipped(),
        Writers.only("claude", model),
        ProgramTrial.none());
  }

  private static ScriptedModel model(String first, String later) {
    return new ScriptedModel(
        "toy-model", "0.01", request -> request.messages().size() == 1 ? first : later);
  }

  private static ToyHistory history() {
    return new ToyHistory()
        .of("library", -1, program("class Main {}\n"))
        .of("library", -20, Program.of("java", "X", Map.of("X.java", "class X {}\n")));
  }

  @Test
  void aReplyThatTouchesAnotherFileGoesBackWithTheSentenceAndCostsNoExperiment() throws Exception {
    ScriptedModel model = model(GOOD.formatted(1) + "\n" + BAD, GOOD.formatted(2));
    Candidate candidate = proposer(model, 1).propose(history().request(4, LAG)).orElseThrow();

    assertThat(model.asked()).hasSize(2);
    assertThat(model.asked().getLast().asText())
        .contains(
            "This changes Main.java, but only Filter.java may be edited; everything else must stay"
                + " as it is, byte for byte.");
    assertThat(candidate.fault()).isEmpty();
    assertThat(candidate.program())
        .isEqualTo(
            program("class Main {}\n")
                .withFiles(
                    Program.of(
                            "java",
                            "Main",
                            Map.of(
                                "Main.java", "class Main {}\n",
                                "Filter.java", "class Filter { int a = 2; }\n"))
                        .files()));
  }

  @Test
  void whoseLastReplyTouchesAnotherFileHasNoProgram() throws Exception {
    Candidate candidate =
        proposer(model(BAD, BAD), 1).propose(history().request(4, LAG)).orElseThrow();
    assertThat(candidate.fault().map(Failure::kind)).hasValue(FailureKind.EDIT_FAILED);
    assertThat(candidate.fault().orElseThrow().message())
        .contains("only Filter.java may be edited");
  }

  @Test
  void aProgramWithoutAFileThatMayBeEditedIsNoParentHoweverGoodItIs() throws Exception {
    for (int iteration = 4; iteration < 24; iteration++) {
      ScriptedModel model = model(GOOD.formatted(1), GOOD.formatted(1));
      Candidate candidate =
          proposer(model, 0).propose(history().request(iteration, LAG)).orElseThrow();
      assertThat(candidate.parents().getFirst()).startsWith("exp_iter1_");
      assertThat(candidate.prompt())
          .as("nobody has to repeat what must stay as it is")
          .contains("Reply with edits of the parent.")
          .contains("You may edit only Filter.java.");
    }
  }

  @Test
  void nothingIsWrittenFromNothing() throws Exception {
    ScriptedModel model = model(GOOD.formatted(1), GOOD.formatted(1));
    assertThat(proposer(model, 0).propose(new ToyHistory().request(1, LAG)))
        .isEqualTo(Optional.empty());
    assertThat(model.asked()).isEmpty();
  }

  @Test
  void ofTwoParentsTheFirstGivesWhatMayNotBeEdited() throws Exception {
    ToyHistory history =
        new ToyHistory()
            .of("library", -10, program("class Main { int first; }\n"))
            .of("library", -9, program("class Main { int second; }\n"))
            .of("library", -8, program("class Main { int third; }\n"))
            // Islands breed apart when there are two children for each.
            .of("claude", -11, program("class Main { int fourth; }\n"), "exp_iter1_x")
            .of("claude", -12, program("class Main { int fifth; }\n"), "exp_iter1_x")
            .of("claude", -13, program("class Main { int sixth; }\n"), "exp_iter1_x")
            .of("claude", -14, program("class Main { int seventh; }\n"), "exp_iter1_x")
            .of("claude", -15, program("class Main { int eighth; }\n"), "exp_iter1_x")
            .of("claude", -16, program("class Main { int ninth; }\n"), "exp_iter1_x")
            .of("claude", -17, program("class Main { int tenth; }\n"), "exp_iter1_x")
            .of("claude", -18, program("class Main { int eleventh; }\n"), "exp_iter1_x");
    int crossed = 0;
    for (int iteration = 14; iteration < 64; iteration++) {
      ScriptedModel model = model(GOOD.formatted(iteration), "");
      ModelProposer proposer =
          new ModelProposer(
              ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("claude", 7))
                  .repairs(0)
                  .editable(FILTER)
                  .build(),
              ToyHistory::brief,
              new Prompts(PromptTemplates.shipped()),
              IdeaBank.shipped(),
              Writers.only("claude", model),
              ProgramTrial.none());
      Candidate candidate = proposer.propose(history.request(iteration, LAG)).orElseThrow();
      if (candidate.parents().size() == 2) {
        crossed++;
        Program first = history.program(candidate.parents().getFirst());
        assertThat(candidate.program().files().get("Main.java"))
            .isEqualTo(first.files().get("Main.java"));
        assertThat(candidate.prompt())
            .contains("All else stays as it is in the first parent")
            .contains("Its other files, 1, may not be edited and are not shown.");
      }
    }
    assertThat(crossed).as("iterations that cross").isPositive();
  }
}
