package dev.codecsmith.evolve.models.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.codecsmith.evolve.edits.reply.ReplyNotes;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.TriedAgain;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.evolve.models.budget.BudgetedModel;
import dev.codecsmith.evolve.models.calls.MemoryCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.sandbox.program.Program;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an agent leaves, how it ends, and what it used. */
class AgentModelTest extends AbstractAgentTest {
  @Test
  void whatTheAgentLeavesIsTheReply() throws Exception {
    ModelReply reply =
        ask(
            """
            cat TASK.md contract.md
            echo 'int a = 2;' > program/main.c
            mkdir program/lib
            printf '// ```\\nint b;\\n' > program/lib/b.c
            cat > NOTES.md <<'END'
            I made it two.

            FILE: stray.c
            ```c
            int stray;
            ```
            DELETE: main.c
            NAME: two
            IDEA: cabac
            END
            """);
    assertThat(program(reply))
        .isEqualTo(
            Program.of(
                "c", "main.c", Map.of("main.c", "int a = 2;\n", "lib/b.c", "// ```\nint b;\n")));
    assertThat(reply.reasoning()).contains("Do it well.").contains("THE CONTRACT");
    ReplyNotes notes = ReplyNotes.of(reply.text());
    assertThat(notes.name()).contains("two");
    assertThat(notes.ideas()).containsExactly("cabac");
    assertThat(notes.reasoning()).contains("I made it two.");
  }

  @Test
  void anAgentThatFailsIsAFaultAndNoAnswer() {
    assertThatThrownBy(() -> ask("echo no credit; exit 3"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageContaining("no credit");
  }

  @Test
  void aProgramThatAnAgentLeavesCountsWhateverItsExitCode() throws Exception {
    ModelReply reply =
        ask(
            """
            echo 'int a = 4;' > program/main.c
            echo '{"input": 12, "output": 3, "cost_usd": 0.25}' > usage.json
            echo 'no turns left'
            exit 1
            """);
    assertThat(program(reply).files()).containsEntry("main.c", "int a = 4;\n");
    assertThat(reply.reasoning()).isEqualTo("no turns left\nThe agent ended with exit code 1.");
    assertThat(reply.text()).contains("The agent ended with exit code 1.");
    assertThat(reply.attempts()).hasSize(1).allMatch(attempt -> attempt.fault().isEmpty());
    assertThat(reply.costUsd()).contains(new BigDecimal("0.25"));
  }

  @Test
  void anAgentThatFailsAndLeavesNoProgramOrTheOneItWasGivenIsAFault() {
    for (String left :
        List.of(
            "rm program/program.json",
            "chmod +x program/main.c; echo > NOTES.md",
            "cp -r program p; rm -r program; mv p program")) {
      assertThatThrownBy(() -> ask(left + "; exit 1"))
          .as(left)
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("exit code 1 and said nothing");
    }
  }

  @Test
  void whatAChildSaysAfterTheAgentHasEndedBelongsToItsWords() throws Exception {
    // The child begins once its parent has been reaped.
    ModelReply reply =
        ask(
            "(while kill -0 $$ 2> /dev/null; do :; done; seq 20000 | while read n; do echo $n; done) &");
    assertThat(reply.reasoning()).endsWith("\n19999\n20000");
  }

  @Test
  void whatAFailedAgentUsedIsKnownToo() throws Exception {
    ModelException fault =
        catchThrowableOfType(
            ModelException.class,
            () ->
                ask(
                    "echo '{\"input\": 12, \"output\": 3, \"cost_usd\": 0.25}' > usage.json;"
                        + " exit 3"));
    assertThat(fault.usage()).isEqualTo(new TokenUsage(12, 0, 0, 3));
    assertThat(fault.costUsd()).contains(new BigDecimal("0.25"));
    assertThat(fault.kind().triedAgain()).isEqualTo(TriedAgain.WITH_ITS_WORK);
  }

  @Test
  void whatAFailedAgentPaidIsWrittenDownAndCountsInTheBudget() throws Exception {
    MemoryCallLog log = new MemoryCallLog();
    LanguageModel model =
        new RecordingModel(
            new BudgetedModel(
                agent("echo '{\"cost_usd\": 0.25}' > usage.json; exit 3", Duration.ofMinutes(1)),
                new Budget(Optional.of(new BigDecimal("0.40")), OptionalLong.empty()),
                log),
            log,
            CallClock.system());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> model.ask(REQUEST)).hasMessageContaining("exit code 3");
    }
    assertThat(log.spent().knownUsd()).isEqualByComparingTo("0.50");
    assertThatThrownBy(() -> model.ask(REQUEST))
        .hasMessageContaining("The budget of $0.40 is spent");
  }

  @Test
  void anAgentThatCannotBeRunIsNoPassingFault() throws Exception {
    for (String command : List.of("/no/such/agent", folder.toString())) {
      AgentModel model =
          new AgentModel(
              new AgentSettings("agent", command, Duration.ZERO, Duration.ofMinutes(1)),
              new Measured(),
              CallPolicy.defaults());
      ModelException fault = catchThrowableOfType(ModelException.class, () -> model.ask(REQUEST));
      assertThat(fault.kind()).isEqualTo(ModelException.Kind.COMMAND_MISSING);
      assertThat(fault.kind().triedAgain()).isEqualTo(TriedAgain.NEVER);
      assertThat(fault).hasMessageContaining("Put right the command");
    }
  }

  @Test
  void theProgramIsByteForByteWhatEvaluateMeasured() throws Exception {
    ModelReply reply =
        ask(
            """
            printf 'int a;' > program/main.c
            printf 'a\\r\\nb\\rc' > program/lines.txt
            printf '' > program/empty.txt
            printf '\\n' > program/blank.txt
            printf '\\357\\273\\277// ... existing code ...\\n<<<<<<< SEARCH\\n=======\\n' > program/odd.c
            printf '@@ -1 +1 @@\\n````\\nThe program, as it was left:\\nFILE: x.c' > program/patch.txt
            ./evaluate
            echo 'The program, as it was left:' > NOTES.md
            """);
    assertThat(evaluated).hasSize(1);
    assertThat(program(reply)).isEqualTo(evaluated.getFirst());
    assertThat(program(reply).sha256()).isEqualTo(evaluated.getFirst().sha256());
  }

  @Test
  void noLinkLeadsOutOfTheWorkspace() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "{\"cost_usd\": 1}");
    ModelReply reply =
        ask("ln -s '%1$s' NOTES.md; ln -s '%1$s' usage.json; echo hello".formatted(secret));
    assertThat(reply.text()).doesNotContain("cost_usd");
    assertThat(reply.costUsd()).isEmpty();
    ModelReply linked = ask("rm program/main.c; ln -s '%s' program/main.c".formatted(secret));
    assertThat(linked.stopDetail().orElseThrow()).contains("is a link");
    ModelReply elsewhere = ask("rm -r program; ln -s '%s' program".formatted(folder));
    assertThat(elsewhere.stopDetail()).isPresent();
  }

  @Test
  void figuresThatNoUseCanHaveAreUnknown() throws Exception {
    for (String usage :
        List.of(
            "{\"cost_usd\": 1e999999999}",
            "{\"cost_usd\": 1e-999999999}",
            "{\"input\": 9000000000000000000}",
            "{\"input\": -5}")) {
      ModelReply reply = ask("echo '%s' > usage.json".formatted(usage));
      assertThat(reply.usage()).as(usage).isEmpty();
      assertThat(reply.costUsd()).as(usage).isEmpty();
    }
    assertThat(ask("head -c 200000 /dev/zero | tr '\\0' ' ' > usage.json").usage()).isEmpty();
  }

  @Test
  void whatAnAgentSaysCannotWriteOnTheTerminal() {
    assertThatThrownBy(() -> ask("printf '\\033[2Jgone\\233'; exit 3"))
        .hasMessageContaining("[2Jgone")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b", "\u009b"));
  }

  @Test
  void aNameThatIsNoNameIsToldWithoutItsControlCharacters() throws Exception {
    ModelReply reply = ask("printf x > \"$(printf 'program/a\\nFILE: b\\033.c')\"");
    assertThat(reply.stopDetail().orElseThrow())
        .contains("cannot be used")
        .doesNotContain("\u001b");
  }

  @Test
  void aWorkspaceThatResistsIsGoneAfterwards() throws Exception {
    assumeFalse(System.getProperty("user.name").equals("root"), "root is forbidden nothing");
    ModelReply reply =
        ask("pwd; mkdir -p x/y; touch x/y/z; chmod 000 x/y; chmod 500 x; rm -f .evaluate/*");
    Path workspace = Path.of(reply.reasoning().lines().findFirst().orElseThrow());
    assertThat(workspace).doesNotExist();
  }

  @Test
  void whatIsThereAtTheDeadlineCounts() throws Exception {
    ModelReply reply = ask("echo 'int a = 3;' > program/main.c; sleep 600", Duration.ofSeconds(1));
    assertThat(program(reply).files()).containsEntry("main.c", "int a = 3;\n");
    assertThat(reply.reasoning()).contains("stopped after 1 s");
  }

  @Test
  void usageIsWhatTheAgentSaysElseUnknown() throws Exception {
    ModelReply silent = ask("true");
    assertThat(silent.usage()).isEmpty();
    assertThat(silent.costUsd()).isEmpty();
    ModelReply telling =
        ask("echo '{\"input\": 12, \"output\": 3, \"cost_usd\": 0.25}' > usage.json");
    assertThat(telling.usage()).contains(new TokenUsage(12, 0, 0, 3));
    assertThat(telling.costUsd()).contains(new BigDecimal("0.25"));
    assertThat(ask("echo nonsense > usage.json").usage()).isEmpty();
  }

  @Test
  void whatTheAgentLeavesRunningEndsWithIt() throws Exception {
    // Its parent is gone when the agent ends, so that it is nobody's descendant any more.
    ModelReply reply = ask("(sleep 600 >/dev/null 2>&1 & echo $!)");
    long pid = Long.parseLong(reply.reasoning().strip().lines().findFirst().orElseThrow());
    ProcessHandle.of(pid).ifPresent(left -> left.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void theWorkspaceIsGoneAfterwards() throws Exception {
    ModelReply reply = ask("pwd");
    Path workspace = Path.of(reply.reasoning().lines().findFirst().orElseThrow());
    assertThat(workspace.toString()).contains("/codecsmith-process-", "/agent-");
    assertThat(workspace).doesNotExist();
  }
}
