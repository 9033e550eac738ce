package dev.codecsmith.evolve.proposers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.ideas.IdeaBank;
import dev.codecsmith.evolve.models.agent.AgentModel;
import dev.codecsmith.evolve.models.agent.AgentSettings;
import dev.codecsmith.evolve.models.calls.FileCallLog;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.evolve.prompts.CampaignBrief;
import dev.codecsmith.evolve.prompts.CampaignBriefBuilder;
import dev.codecsmith.evolve.prompts.Prompts;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.evolve.proposal.Candidate;
import dev.codecsmith.store.ExperimentStatus;
import dev.codecsmith.store.Failure;
import dev.codecsmith.store.FailureKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent finds in its folder when its program did not work. */
class AgentRepairTest {
  private static final int LAG = 2;
  private static final String LONG_ERROR = "X.java:2: error: no.\n".repeat(1_500);

  @TempDir private Path folder;

  /** Keeps what it was given, and makes another program each time. */
  private AgentModel agent() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("agent.sh"),
            """
            turn=$(ls -d '%1$s'/turn-* 2>/dev/null | wc -l)
            mkdir "%1$s/turn-$turn"
            cp -r . "%1$s/turn-$turn"
            echo "class X { int turn = $turn; }" > program/X.java
            """
                .formatted(folder));
    return new AgentModel(
        new AgentSettings(
            "agent", "sh '" + script + "'", Duration.ofSeconds(20), Duration.ofMinutes(1)),
        (_, _) -> {
          throw new AssertionError("nothing is to be evaluated");
        },
        CallPolicy.defaults());
  }

  /** As long as a goal is shown. */
  private static CampaignBrief brief() {
    return CampaignBriefBuilder.builder(ToyHistory.brief()).goal("Go on. ".repeat(571)).build();
  }

  private Candidate proposed(ProgramTrial trial) throws Exception {
    try (FileCallLog log = FileCallLog.open(folder.resolve("calls.jsonl"))) {
      ModelProposer proposer =
          new ModelProposer(
              ModelProposerSettingsBuilder.builder(ModelProposerSettings.of("agent", 7))
                  .strategy("greedy")
                  .notebookEvery(0)
                  .build(),
              AgentRepairTest::brief,
              new Prompts(PromptTemplates.shipped()),
              IdeaBank.shipped(),
              Writers.of(List.of(new Writer("agent", agent(), true)), log, IterationShares.ALL, 7),
              trial);
      return proposer.propose(ToyHistory.ofTen().request(12, LAG)).orElseThrow();
    }
  }

  private Path given(int turn, String file) {
    return folder.resolve("turn-" + turn).resolve(file);
  }

  @Test
  void aLongErrorIsAFileAndTheTaskStaysShort() throws Exception {
    Candidate candidate =
        proposed(program ->
            program.files().containsValue("class X { int turn = 0; }\n")
                ? Optional.of(
                    new Failure(FailureKind.COMPILE_ERROR, ExperimentStatus.BUILDING, LONG_ERROR))
                : Optional.empty());
    assertThat(candidate.program().files()).containsEntry("X.java", "class X { int turn = 1; }\n");
    assertThat(given(0, "error.md")).doesNotExist();
    assertThat(given(1, "error.md")).content().contains(LONG_ERROR);
    String task = Files.readString(given(1, "TASK.md"));
    assertThat(Files.size(given(1, "TASK.md"))).isLessThanOrEqualTo(20_000);
    assertThat(task)
        .containsSubsequence(
            "# Your last program did not work yet",
            "X.java:2: error: no.",
            "stands in `error.md`",
            "# The task",
            "## Rules",
            "## Your assignment");
    assertThat(task.indexOf("# The task")).isLessThan(3_000);
    assertThat(given(1, "program/X.java")).content().isEqualTo("class X { int turn = 0; }\n");
  }
}
