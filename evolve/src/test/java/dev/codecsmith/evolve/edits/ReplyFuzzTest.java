package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codecsmith.evolve.campaign.Mutations;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.sandbox.program.Program;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Replies of models, damaged, and what is written to be read back. */
class ReplyFuzzTest {
  private static final Duration HANG = Duration.ofMinutes(2);
  private static final Program BASE =
      Program.of(
          "java",
          "a.Main",
          Map.of(
              "a/Main.java",
              "package a;\n\nclass Main {\n  int x = 1;\n\tint y = 2;\n  // end\n}\n",
              "a/Other.java",
              "package a;\n\nclass Other {\n}\n"));
  private static final List<String> REPLIES =
      List.of(
          """
          <think>
          A draft:
          FILE: a/Main.java
          ```java
          class Draft {}
          ```
          </think>
          NAME: Wider search
          IDEA: motion-search, rdo

          FILE: a/Main.java
          <<<<<<< SEARCH
            int x = 1;
          =======
            int x = 3;
          >>>>>>> REPLACE
          DELETE: a/Other.java
          """,
          """
          Here is all of it.

          LANGUAGE: java
          ENTRY: a.Main

          **a/Main.java**
          ````java
          package a;
          class Main { /* ``` */ }
          ````

          <file path="a/New.java">
          package a;
          class New {}
          </file>

          ```text
          no file
          ```
          """,
          """
          ```diff
          --- a/Main.java
          +++ b/Main.java
          @@ -1,2 +1,2 @@
          -x
          +y
          ```
          """,
          ReplyWriter.write("NAME: left as it was", BASE));
  private static final List<String> WORDS =
      List.of(
          "<<<<<<< SEARCH\n",
          "=======\n",
          ">>>>>>> REPLACE\n",
          "```",
          "````\n",
          "~~~",
          "FILE: ",
          "DELETE: ",
          "ENTRY: ",
          "LANGUAGE: ",
          "NAME: ",
          "<file path=\"",
          "</file>\n",
          "<think>",
          "</think>\n",
          "</thinking>",
          "<reasoning>\n",
          "../../etc/passwd",
          "/abs",
          "a/Main.java",
          "// ... rest unchanged ...\n",
          "\u00a0",
          "\u200b",
          "\r\n",
          "2147483648 characters\n",
          "The program, as it was left:\n",
          "\ud800");

  @Property(seed = "1", tries = 1000)
  void aReplyGivesAProgramWithinBoundsOrSaysWhyNot(@ForAll long seed) {
    assertTimeoutPreemptively(HANG, () -> apply(Mutations.of(REPLIES, WORDS, new Random(seed))));
  }

  private static void apply(String reply) {
    for (ReplyForm form : ReplyForm.values()) {
      switch (ProgramEdits.apply(reply, BASE, form)) {
        case EditResult.Applied applied -> {
          assertThat(applied.program().files()).isNotEmpty();
          assertThat(applied.program().files().keySet())
              .allMatch(path -> ProgramPaths.problem(path).isEmpty());
        }
        case EditResult.Rejected rejected ->
            assertThat(rejected.message()).isNotBlank().hasSizeLessThan(100_000);
      }
    }
  }

  @Example
  void aReplyMadeToDoHarmTakesNoLongerThanItsLength() {
    assertTimeoutPreemptively(
        HANG,
        () -> {
          for (String word : WORDS) {
            apply((word + "\n").repeat(50_000 / (word.length() + 1)));
            apply(word.repeat(20_000 / word.length()));
            apply("FILE: a/Main.java\n<<<<<<< SEARCH\n" + word.repeat(20_000 / word.length()));
          }
        });
  }

  @Property(seed = "2", tries = 300)
  void whatIsWrittenIsReadBackToTheLastCharacter(
      @ForAll("texts") String one, @ForAll("texts") String two) {
    Program program = Program.of("java", "a.Main", Map.of("a/Main.java", one, "b/c.txt", two));
    assertThat(ReplyWriter.read(ReplyWriter.write("NAME: x\nprose", program)))
        .hasValueSatisfying(read -> assertThat(read.program()).isEqualTo(program));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20), Arbitraries.of(WORDS), Arbitraries.of(REPLIES))
        .list()
        .ofMaxSize(5)
        .map(parts -> String.join("", parts));
  }
}
