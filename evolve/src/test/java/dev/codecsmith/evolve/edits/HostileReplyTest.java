package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.edits.reply.ReplyNotes;
import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that are written to do harm. The time-out stands for work that would take hours. */
@Timeout(60)
class HostileReplyTest {
  private static final Program LINES =
      Program.of("java", "X", Map.of("X.java", "x\n".repeat(190_000), "Y.java", "y\n"));

  private static EditResult.Rejected rejected(String reply, Program base) {
    EditResult result = ProgramEdits.apply(reply, base, ReplyForm.EDITS);
    assertThat(result).isInstanceOf(EditResult.Rejected.class);
    return (EditResult.Rejected) result;
  }

  static Stream<String> endless() {
    int many = 1_500_000;
    return Stream.of(
        "~".repeat(many) + "`",
        "FILE: X.java\n```\n@@ -" + "1".repeat(many / 2) + " +1".repeat(many / 6) + "\n```\n",
        " ".repeat(many) + "<",
        "<file path" + " ".repeat(many) + ">",
        "FILE: X.java\n<<<<<<< SEARCH\n"
            + "x\n".repeat(95_000)
            + "z\n=======\nq\n>>>>>>> REPLACE\n",
        "<think>a</thinking>\n".repeat(90_000),
        "a <think> b\n".repeat(120_000),
        "a <think> b </thought>\n".repeat(80_000),
        "<think".repeat(300_000),
        "</think>\n".repeat(200_000),
        "```\n</think>\n".repeat(100_000),
        "```a\n<think>\n".repeat(100_000),
        "<<<<<<< SEARCH\n</think>\n".repeat(70_000),
        "<file path=a>\n<think>\n</think>\n".repeat(50_000),
        "FILE: X.java\n<<<<<<< SEARCH\n"
            + "\u200bx\n".repeat(95_000)
            + "z\n=======\nq\n>>>>>>> REPLACE\n",
        "FILE: X.java\n<<<<<<< SEARCH\nq\n=======\n>>>>>>> REPLACE\n".repeat(900),
        "FILE: X.java\n<<<<<<< SEARCH\nq\n=======\n>>>>>>> REPLACE\n".repeat(30_000));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void noReplyTakesForEver(String reply) {
    assertThat(rejected(reply, LINES).message()).hasSizeLessThan(400_000);
  }

  @Test
  void aSearchIsFoundInEqualLinesWhereverItFits() {
    Program base = Program.of("java", "X", Map.of("X.java", "a\na\nb\na\na\na\nb\nc\n"));
    EditResult result =
        ProgramEdits.apply(
            "<<<<<<< SEARCH\na\na\nb\nc\n=======\nd\n>>>>>>> REPLACE\n", base, ReplyForm.EDITS);
    assertThat(((EditResult.Applied) result).program().files())
        .containsEntry("X.java", "a\na\nb\na\nd\n");
    assertThat(rejected("<<<<<<< SEARCH\na\na\n=======\nd\n>>>>>>> REPLACE\n", base).message())
        .contains("occurs 3 times");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.c",
        "a/../../x.c",
        "..\\x.c",
        "C:\\x.c",
        "/etc/x.c",
        "-o.c",
        "@x.c",
        ".git/x.c",
        "a//x.c",
        "program.json"
      })
  void noPathLeadsOutOfTheProgram(String path) {
    rejected("FILE: " + path + "\n```\nint a;\n```\n", LINES);
    rejected("FILE: " + path + "\n<<<<<<< SEARCH\n=======\nq\n>>>>>>> REPLACE\n", LINES);
    rejected("<<<<<<< SEARCH " + path + "\n=======\nq\n>>>>>>> REPLACE\n", LINES);
    rejected("<file path=\"" + path + "\">\nint a;\n</file>\n", LINES);
  }

  @Test
  void whatAReplySaysOfItselfCannotWriteOnTheTerminal() {
    ReplyNotes notes = ReplyNotes.of("NAME: a\u001b[2Jb\n\u009b31mred\u202e\u001b]0;t\u0007");
    assertThat(notes.name().orElseThrow()).contains("[2Jb").doesNotContain("\u001b");
    assertThat(notes.reasoning()).doesNotContain("\u001b", "\u009b", "\u0007", "\u202e");
    assertThat(
            rejected("FILE: a\u001b[2J.c\n```\nint a;\n```\n>>>>>>> \u001b[2J\n", LINES).message())
        .doesNotContain("\u001b");
  }

  @Test
  void aReplyOfAHundredMillionCharactersIsNotRead() {
    String huge = "FILE: X.java\n".repeat(8_000_000);
    assertThat(rejected(huge, LINES).message()).contains("at most 2000000 are read");
    assertThat(ReplyNotes.of("I say.\n" + " ".repeat(100_000_000)).reasoning()).isEqualTo("I say.");
  }
}
