package dev.codecsmith.evolve.models.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.models.ModelReply;
import dev.codecsmith.evolve.models.ModelRequest;
import dev.codecsmith.sandbox.program.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an agent can have evaluated while it works. */
class AgentEvaluationTest extends AbstractAgentTest {
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
