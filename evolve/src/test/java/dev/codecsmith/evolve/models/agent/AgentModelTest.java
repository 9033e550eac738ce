package dev.codecsmith.evolve.models.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.codecsmith.evolve.edits.EditResult;
import dev.codecsmith.evolve.edits.ProgramEdits;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.edits.reply.ReplyNotes;
import dev.codecsmith.evolve.models.CallClock;
import dev.codecsmith.evolve.models.LanguageModel;
import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.ModelException.TriedAgain;
import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.evolve.models.budget.Budget;
import dev.codecsmith.evolve.models.budget.BudgetedModel;
import dev.codecsmith.evolve.models.calls.MemoryCallLog;
import dev.codecsmith.evolve.models.calls.RecordingModel;
import dev.codecsmith.evolve.models.retry.CallPolicy;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.program.Program;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent is a shell script. */
class AgentModelTest {
  private static final SortedMap<String, String> FILES =
      new TreeMap<>(
          Map.of(
              "program/program.json", "{\"language\": \"c\", \"entry\": \"main.c\"}",
              "program/main.c", "int a = 1;\n",
              "parents/1/program.json", "{\"language\": \"c\", \"entry\": \"main.c\"}",
              "parents/1/main.c", "int a = 0;\n",
              "contract.md", "THE CONTRACT"));

  private static final Program BETTER = Program.of("c", "main.c", Map.of("main.c", "int a = 9;\n"));

  private static final ModelRequest REQUEST = ModelRequest.of("", "Do it well.").withFiles(FILES);

  @TempDir private Path folder;
  private final List<Program> evaluated = new ArrayList<>();
  private final List<Optional<Program>> parents = new ArrayList<>();

  private ModelReply ask(String script) throws Exception {
    return ask(script, Duration.ofMinutes(1));
  }

  private ModelReply ask(String script, Duration deadline) throws Exception {
    return agent(script, deadline).ask(REQUEST);
  }

  private AgentModel agent(String script, Duration deadline) throws Exception {
    Path file = Files.writeString(folder.resolve("agent.sh"), script);
    AgentSettings settings =
        new AgentSettings("agent", "sh '" + file + "'", Duration.ofSeconds(20), deadline);
    return new AgentModel(settings, new Measured(), CallPolicy.defaults());
  }

  /** Each evaluation takes ten seconds of CPU time, or says that it does. */
  private final class Measured implements WorkspaceEvaluation {
    @Override
    public Verdict evaluate(Asked asked, Consumer<String> progress) throws InfrastructureException {
      if (asked.request() instanceof WorkspaceRequest.Score(List<WorkspaceRequest.Coded> points)) {
        return new Verdict(true, "Scored " + points, 0);
      }
      evaluated.add(asked.program());
      parents.add(asked.parent());
      if (asked.program().files().toString().contains("down")) {
        throw new InfrastructureException("The machine is down.");
      }
      progress.accept("encoding: 1 of 2");
      progress.accept("encoding: 2 of 2");
      boolean good = !asked.program().files().toString().contains("bad");
      return switch (asked.request()) {
        case WorkspaceRequest.Tune tune ->
            new Verdict(good, "Tuned by " + tune.settings(), 10, Optional.of(BETTER));
        case WorkspaceRequest.Quick quick -> new Verdict(good, "Looked at " + quick, 10);
        default -> new Verdict(good, "Score: +1.00 %", 10);
      };
    }

    @Override
    public void furnish(Path workspace) throws IOException {
      Files.writeString(Files.createDirectory(workspace.resolve("clips")).resolve("a.y4m"), "clip");
    }
  }

  private static Program program(ModelReply reply) {
    EditResult result =
        ProgramEdits.apply(
            reply.text(),
            Program.of("java", "X", Map.of("X.java", "class X {}")),
            ReplyForm.WORKSPACE);
    assertThat(result).as(reply.text()).isInstanceOf(EditResult.Applied.class);
    return ((EditResult.Applied) result).program();
  }

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
  void evaluateMeasuresWhatIsThereWithinTheBudget() throws Exception {
    ModelReply reply =
        ask(
            """
            ./evaluate; echo "exit $?"
            echo 'bad' > program/main.c
            (cd program && ../evaluate); echo "exit $?"
            ./evaluate; echo "exit $?"
            """);
    assertThat(reply.reasoning())
        .containsSubsequence(
            "Score: +1.00 %",
            "and 10 s of 20 s of CPU time",
            "exit 0",
            "and 0 s of 20 s of CPU time",
            "exit 1",
            "The CPU time for evaluations is used up",
            "exit 2");
    assertThat(parents)
        .containsOnly(Optional.of(Program.of("c", "main.c", Map.of("main.c", "int a = 0;\n"))));
    assertThat(evaluated.stream().map(program -> program.files().get("main.c")))
        .containsExactly("int a = 1;\n", "bad\n");
  }

  @Test
  void theTaskBeginsWithWhenItEndsAndARepairNeverRepeatsTheProgram() throws Exception {
    ModelRequest repair = REQUEST.followedBy("FILE: main.c THE REPLY", "It does not build.");
    String task = agent("cat TASK.md", Duration.ofMinutes(1)).ask(repair).reasoning();
    assertThat(task)
        .matches("(?s)\\*\\*You are stopped at \\d\\d:\\d\\d:\\d\\d UTC, 1 min after your start.*")
        .contains("20 s of CPU time")
        .containsSubsequence("It does not build.", "Do it well.")
        .doesNotContain("THE REPLY");
  }

  @Test
  void evaluateTellsHowFarItIsAndWhatIsLeft() throws Exception {
    ModelReply reply =
        ask(
            "./evaluate 2> news > answer; echo NEWS; cat news; ./evaluate --left; echo \"exit $?\"");
    assertThat(reply.reasoning())
        .containsSubsequence(
            "NEWS", "encoding: 1 of 2", "encoding: 2 of 2", "Left: ", "of 1 min until", "exit 0");
  }

  @Test
  void aQuickLookTakesFramesAndClips() throws Exception {
    assertThat(ask("./evaluate --quick --frames 4 --clip a --clip b").reasoning())
        .contains("Looked at Quick[frames=4, clips=[a, b]]");
    assertThat(ask("./evaluate --quick").reasoning()).contains("Quick[frames=8, clips=[]]");
  }

  @Test
  void aTunedProgramStandsInThePlaceOfTheOld() throws Exception {
    ModelReply reply = ask("./evaluate --tune 7");
    assertThat(reply.reasoning()).contains("Tuned by 7");
    assertThat(program(reply)).isEqualTo(BETTER);
  }

  @Test
  void aTunedProgramIsNotWrittenThroughALinkOutOfTheWorkspace() throws Exception {
    Path precious = Files.writeString(folder.resolve("main.c"), "as it was");
    Files.writeString(
        folder.resolve("program.json"), "{\"language\": \"c\", \"entry\": \"main.c\"}");
    ask("rm -r program; ln -s '%s' program; ./evaluate --tune; true".formatted(folder));
    assertThat(precious).hasContent("as it was");
  }

  @Test
  void scoreTakesFilesByWhereItWasCalled() throws Exception {
    assertThat(ask("mkdir h; cd h; ../score a b.bin c.y4m; echo \"exit $?\"").reasoning())
        .contains("Coded[clip=a, bitstream=h/b.bin, decoded=h/c.y4m]", "exit 0");
    assertThat(evaluated).isEmpty();
  }

  @Test
  void whatIsAskedWronglyIsToldInASentenceAndDoesNotCount() throws Exception {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "./evaluate --fast", "'--fast' is not known",
                "./evaluate --quick --tune", "do not go together",
                "./evaluate --frames 3", "takes nothing else",
                "./evaluate --quick --frames no", "needs a whole number from 1",
                "./evaluate --quick --clip", "needs a clip's name",
                "./evaluate --tune 999", "from 1 to 200",
                "./score a b", "three words")
            .entrySet()) {
      assertThat(ask(wrong.getKey() + "; echo \"exit $?\"").reasoning())
          .as(wrong.getKey())
          .contains(wrong.getValue(), "did not count", "exit 2");
    }
    assertThat(evaluated).isEmpty();
  }

  @Test
  void theClipsLieThere() throws Exception {
    assertThat(ask("cat clips/a.y4m").reasoning()).contains("clip");
  }

  @Test
  void whatCannotBeEvaluatedDoesNotCount() throws Exception {
    ModelReply reply =
        ask(
            """
            echo down > program/main.c
            ./evaluate
            rm program/program.json
            ./evaluate || true
            """);
    assertThat(reply.reasoning())
        .containsSubsequence(
            "The machine is down.", "did not count", "\nprogram has no program.json")
        .contains("and 20 s of 20 s of CPU time");
    assertThat(reply.stopDetail().orElseThrow())
        .contains("What you left is no program: program has no program.json");
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
  void evaluateWritesNothingThroughALink() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "as it was");
    ask(
        """
        ln -s '%s' .evaluate/mine.answer
        : > .evaluate/mine.part; mv .evaluate/mine.part .evaluate/mine.request
        ./evaluate
        """
            .formatted(precious));
    assertThat(precious).hasContent("as it was");
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

  @Test
  void evaluateRefusesWhatTouchesFilesThatMayNotBeEdited() throws Exception {
    SortedMap<String, String> files = new TreeMap<>(FILES);
    String manifest = "{\"language\": \"c\", \"entry\": \"main.c\", \"editable\": [\"filter.c\"]}";
    for (String place : List.of("program/", "parents/1/")) {
      files.put(place + "program.json", manifest);
      files.put(place + "main.c", "int a = 0;\n");
      files.put(place + "filter.c", "int f = 0;\n");
    }
    String said =
        agent(
                """
                echo 'int f = 1;' > program/filter.c
                ./evaluate || exit 9
                echo '{"language": "c", "entry": "main.c"}' > program/program.json
                echo 'int a = 5;' > program/main.c
                ./evaluate --quick
                echo "code $?"
                echo 'int a = 0;' > program/main.c
                """,
                Duration.ofMinutes(1))
            .ask(REQUEST.withFiles(files))
            .reasoning();
    assertThat(said)
        .contains(
            "This changes main.c, but only filter.c may be edited; everything else must stay as it"
                + " is, byte for byte. The files as they must be are in parents/1/.\nThis did not"
                + " count.")
        .contains("code 2");
    assertThat(evaluated).hasSize(1);
    assertThat(evaluated.getFirst().editable()).containsExactly("filter.c");
  }
}
