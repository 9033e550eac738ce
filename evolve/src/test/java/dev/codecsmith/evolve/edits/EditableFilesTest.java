package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies to a program of which only a part may be edited. */
class EditableFilesTest {
  private static final Program BASE =
      Program.of(
              "java",
              "codec.Main",
              Map.of(
                  "codec/Main.java", "class Main {\n  int q = 5;\n}\n",
                  "codec/Filter.java", "class Filter {\n  int f = 1;\n}\n",
                  "codec/entropy/Coder.java", "class Coder {}\n"))
          .withEditable(List.of("codec/Filter.java", "codec/entropy/"));

  private static String edit(String file, String from, String to) {
    return "FILE: %s\n<<<<<<< SEARCH\n%s\n=======\n%s\n>>>>>>> REPLACE\n".formatted(file, from, to);
  }

  private static final String FILTER = edit("codec/Filter.java", "  int f = 1;", "  int f = 2;");

  private static Program applied(String reply, ReplyForm form) {
    EditResult result = ProgramEdits.apply(reply, BASE, form);
    assertThat(result).as(result.toString()).isInstanceOf(EditResult.Applied.class);
    return ((EditResult.Applied) result).program();
  }

  @Test
  void editsOfWhatMayBeEditedAreAppliedAndTheRuleGoesOn() {
    Program program = applied(FILTER, ReplyForm.EDITS);
    assertThat(program.files().get("codec/Filter.java")).contains("int f = 2;");
    assertThat(program.editable()).isEqualTo(BASE.editable());
  }

  @Test
  void aNewFileBelowAnEditableFolderIsAllowed() {
    assertThat(
            applied(
                    "FILE: codec/entropy/Model.java\n```java\nclass Model {}\n```\n",
                    ReplyForm.EDITS)
                .files())
        .containsKey("codec/entropy/Model.java")
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FILE: codec/Main.java\n<<<<<<< SEARCH\n  int q = 5;\n=======\n  int q = 6;\n>>>>>>> REPLACE\n",
        "FILE: codec/Main.java\n```java\nclass Main {}\n```\n",
        "FILE: codec/New.java\n```java\nclass New {}\n```\n",
        "DELETE: codec/Main.java\n",
        "ENTRY: codec.Filter\n",
      })
  void whateverTouchesAnotherFileIsRefusedAsAWhole(String breach) {
    EditResult result = ProgramEdits.apply(FILTER + "\n" + breach, BASE, ReplyForm.EDITS);
    assertThat(result).isInstanceOf(EditResult.Rejected.class);
    assertThat(((EditResult.Rejected) result).message())
        .containsPattern("codec/Main.java|codec/New.java|language or entry")
        .contains(
            "but only codec/Filter.java and files below codec/entropy/ may be edited; everything"
                + " else must stay as it is, byte for byte.");
  }

  @Test
  void aFileThatIsRepeatedAsItWasIsNotTouched() {
    assertThat(
            applied(
                    FILTER + "\nFILE: codec/entropy/Coder.java\n```java\nclass Coder {}\n```\n",
                    ReplyForm.EDITS)
                .files())
        .hasSize(3);
  }

  @Test
  void whatAnAgentLeavesIsHeldAgainstItsParentAndItsWorkIsNotLost() {
    Program left =
        BASE.withFiles(
            Program.of(
                    "java",
                    "codec.Main",
                    Map.of(
                        "codec/Main.java", "class Main {\n  int q = 5;\n}\n",
                        "codec/Filter.java", "class Filter {}\n",
                        "codec/entropy/Coder.java", "class Coder {}\n",
                        "scratch.txt", "notes"))
                .files());
    String reply = ReplyWriter.write("words", left);
    EditResult result = ProgramEdits.apply(reply, BASE, ReplyForm.WORKSPACE);
    assertThat(((EditResult.Rejected) result).message())
        .contains("This adds scratch.txt, but only");

    Program restored = ProgramEdits.restored(reply, BASE).orElseThrow();
    assertThat(restored.files())
        .doesNotContainKey("scratch.txt")
        .containsEntry("codec/Filter.java", "class Filter {}\n");
    assertThat(applied(ReplyWriter.write("", restored), ReplyForm.WORKSPACE)).isEqualTo(restored);
  }
}
