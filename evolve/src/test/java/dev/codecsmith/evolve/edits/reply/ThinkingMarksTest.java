package dev.codecsmith.evolve.edits.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.edits.EditResult;
import dev.codecsmith.evolve.edits.ProgramEdits;
import dev.codecsmith.evolve.edits.ReplyWriter;
import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model thinks aloud in its reply is never its answer; what its program says always is. */
class ThinkingMarksTest {
  private static final Program BASE =
      Program.of("c", "main.c", Map.of("main.c", "int a = 1;\nint b = 2;\n"));

  /** A draft that is discarded, and what is then answered. */
  private static final String DRAFT = edit("int a = 1;", "int a = 99;");

  private static final String ANSWER =
      "NAME: good\nI change b.\n" + edit("int b = 2;", "int b = 3;");

  private static String edit(String before, String after) {
    return "FILE: main.c\n<<<<<<< SEARCH\n"
        + before
        + "\n=======\n"
        + after
        + "\n>>>>>>> REPLACE\n";
  }

  private static EditResult apply(String reply) {
    return ProgramEdits.apply(reply, BASE, ReplyForm.EDITS);
  }

  private static void isTheAnswerOnly(String reply) {
    assertThat(apply(reply)).as(reply).isInstanceOf(EditResult.Applied.class);
    EditResult.Applied applied = (EditResult.Applied) apply(reply);
    assertThat(applied.program().files()).containsEntry("main.c", "int a = 1;\nint b = 3;\n");
    assertThat(applied.notes().name()).contains("good");
    assertThat(applied.notes().reasoning()).contains("I change b.").doesNotContain("discard");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<think>\nDRAFT\n</think>\n",
        "<think>DRAFT</think>\n",
        "<thinking>\nDRAFT\n</thinking>\n",
        "<reasoning>\nDRAFT\n</reasoning>\n",
        "<thought>\nDRAFT\n</thought>\n",
        "<thoughts>\nDRAFT\n</thoughts>\n",
        "<reflection>\nDRAFT\n</reflection>\n",
        "<scratchpad>\nDRAFT\n</scratchpad>\n",
        "<Think>\nDRAFT\n</THINK>\n",
        "<seed:think>\nDRAFT\n</seed:think>\n",
        "<think type=\"long\">\nDRAFT\n</think>\n",
        "[THINK]\nDRAFT\n[/THINK]\n",
        "◁think▷\nDRAFT\n◁/think▷\n",
        "<|begin_of_thought|>\nDRAFT\n<|end_of_thought|>\n",
        "<|START_THINKING|>\nDRAFT\n<|END_THINKING|>\n",
        "<analysis>\nDRAFT\n</analysis>\n",
        "<reason>\nDRAFT\n</reason>\n",
        "<thought_process>\nDRAFT\n</thought_process>\n",
        "<|channel|>analysis<|message|>I discard\nDRAFT\n<|end|><|start|>assistant<|channel|>final<|message|>",
        "<|start|>assistant<|channel|>analysis<|message|>\nDRAFT\n<|end|>\n<|start|>assistant<|channel|>commentary<|message|>\nDRAFT\n<|end|>\n<|start|>assistant<|channel|>final <|constrain|>text<|message|>\n",
        "<|channel|>final<|message|>",
        "\n  <think>\nDRAFT\n  </think>\n",
        "Well. <think> so\nDRAFT\n I discard it. </think> Now:\n",
        // One mark missing or another than should be.
        "DRAFT\nNo, I discard that.\n</think>\n",
        "DRAFT\nNo, I discard that.</think>\n",
        "<think>\nDRAFT\n</thinking>\n",
        "<think>\n<think>\nDRAFT\n</think>\nI discard it.\nDRAFT\n</think>\n",
        "<think>\nDRAFT\n</think>\n<think>\nDRAFT\n</think>\n",
        "<think>\nDRAFT\n</think>\nagain\nDRAFT\n</think>\n",
        // Blocks that begin in a thought and never end.
        "<think>\n```c\nint x;\nDRAFT\n</think>\n",
        "<think>\nFILE: main.c\n<<<<<<< SEARCH\nint a = 1;\n</think>\n",
        "FILE: main.c\n```c\nint a = 99;\n</think>\n",
        "FILE: main.c\n<<<<<<< SEARCH\nint a = 1;\n</think>\n",
        "<think>\nFILE: main.c\n```c\nint a = 99;\n```\n</think>\n",
        "FILE: main.c\n```c\nint a = 99;\n```\nI discard it.\n</think>\n",
        "FILE: main.c\n<<<<<<< SEARCH\nint a = 1;\n</think>\n<<<<<<< SEARCH main.c\nint a = 2;\n</think>\n",
        "DRAFT\nI discard it. </think>FILE: main.c\n```c\nint a;\n```\nthat too\n</think>",
        "<think>\nShall I write `</think>`?\nDRAFT\n</think>\n",
        "\uFEFF<think>\nDRAFT\n</think>\n",
        "<think>\r\nDRAFT\r\n</think>\r\n"
      })
  void aDraftInAThoughtIsNotApplied(String thought) {
    isTheAnswerOnly(thought.replace("DRAFT", DRAFT) + ANSWER);
  }

  @Test
  void aThoughtBehindOrBetweenEditsIsNotAppliedEither() {
    isTheAnswerOnly(ANSWER + "\n<think>\n" + DRAFT + "</think>\n");
    isTheAnswerOnly(ANSWER + "<think>Shall I also discard a?</think>\n");
    isTheAnswerOnly("NAME: other\n</think>\n" + ANSWER);
  }

  @Test
  void aThoughtWithinAFenceAroundEverythingIsNotApplied() {
    isTheAnswerOnly(
        "```\n<think>\n"
            + DRAFT
            + "</think>\n"
            + ANSWER.replaceFirst("(?s).*?(?=FILE)", "")
            + "```\nNAME: good\nI change b.\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "char *s = \"<think>\";",
        "char *s = \"</think>\";",
        "/* <think> and no end */",
        "// ends here </think>",
        "</think>",
        "<think>\n</think>",
        "<think>\nint dropped = 0;\n</think>\nint kept;",
        "[THINK]",
        "<reasoning>"
      })
  void marksInAProgramsTextArePartOfIt(String text) {
    Program whole =
        ((EditResult.Applied) apply("FILE: main.c\n```c\n" + text + "\n```\n")).program();
    assertThat(whole.files()).containsEntry("main.c", text + "\n");

    Program edited = ((EditResult.Applied) apply(edit("int a = 1;", text))).program();
    assertThat(edited.files()).containsEntry("main.c", text + "\nint b = 2;\n");

    Program tagged =
        ((EditResult.Applied) apply("<file path=\"main.c\">\n" + text + "\n</file>\n")).program();
    assertThat(tagged.files()).containsEntry("main.c", text + "\n");
  }

  @Test
  void marksThatProseSpeaksOfAreNoMarks() {
    isTheAnswerOnly("A parser of \"<think>\" and `</think>` is not wanted.\n" + ANSWER);
    isTheAnswerOnly("The list is a List<Thought> here.\n" + ANSWER);
  }

  @Test
  void editsBehindAMarkThatNothingEndsAreRefusedWithItsLine() {
    EditResult result = apply("NAME: x\n\n<think>\nSlower?\n" + DRAFT);

    assertThat(((EditResult.Rejected) result).message())
        .contains("reply line 3: a thought begins here and no mark ends it");
  }

  @Test
  void aThoughtCutAtTheEndOfTheReplyDoesNotSpoilTheAnswerBeforeIt() {
    isTheAnswerOnly(ANSWER + "<think>\nPerhaps I should discard");
  }

  @Test
  void aReplyOfNothingButThoughtsIsToldSo() {
    assertThat(((EditResult.Rejected) apply("<think>\n" + DRAFT + "</think>\n")).message())
        .contains("holds no program", "between marks of thinking is not read");
  }

  @Test
  void aProblemNamesTheLineOfTheWholeReply() {
    EditResult result = apply("<think>\na\nb\n</think>\n" + edit("int c = 1;", "x"));

    assertThat(((EditResult.Rejected) result).message()).contains("block 1 (reply line 6)");
  }

  @Test
  void anAgentsProgramIsTakenAsItStands() {
    Program program = Program.of("c", "main.c", Map.of("main.c", "<think>\nint a;\n</think>\n"));

    EditResult result =
        ProgramEdits.apply(ReplyWriter.write("Done.", program), BASE, ReplyForm.WORKSPACE);

    assertThat(((EditResult.Applied) result).program()).isEqualTo(program);
  }
}
