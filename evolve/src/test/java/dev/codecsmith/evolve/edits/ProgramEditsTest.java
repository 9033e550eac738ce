package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramEditsTest {
  private static final String MAIN =
      """
      package codec;

      public final class Main {
        int q = 5;

        int twice(int x) {
          return x + x;
        }

        int thrice(int x) {
          return x + x + x;
        }
      }
      """;
  private static final Program BASE =
      Program.of(
          "java",
          "codec.Main",
          Map.of("src/codec/Main.java", MAIN, "src/codec/Util.java", "class Util {}\n"));
  private static final Program ONE_FILE =
      Program.of("java", "codec.Main", Map.of("codec/Main.java", MAIN));
  private static final Program NOTHING = Program.of("java", "codec.Main", Map.of());

  private static final String CHANGE =
      """
      <<<<<<< SEARCH
        int q = 5;
      =======
        int q = 7;
      >>>>>>> REPLACE
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FILE: a/B.java\n```java\nTEXT\n```\n",
        "**File: `a/B.java`**\n\n```java\nTEXT\n```\n",
        "### `a/B.java` (new file)\n```java\nTEXT\n```",
        "a/B.java:\n```\nTEXT\n```",
        "1. a/B.java\n   ```java\n   TEXT\n   ```",
        "```java a/B.java\nTEXT\n```",
        "```java:a/B.java\nTEXT\n```",
        "```a/B.java\nTEXT\n```",
        "```java title=\"a/B.java\"\nTEXT\n```",
        "<file path=\"a/B.java\">\nTEXT\n</file>",
        "<file path='a/B.java'>\n```java\nTEXT\n```\n</file>",
        "FILE: a/B.java\r\n```java\r\nTEXT\r\n```\r\n",
        "FILE: ./a\\B.java\n~~~~java\nTEXT\n~~~~\n",
        "FILE: a/B.java\n\nIt codes blocks.\n\n````java\nTEXT\n````",
      })
  void aFileIsReadInEveryUsualForm(String reply) {
    assertThat(
            applied(reply.replace("TEXT", "class B {}"), NOTHING, ReplyForm.WHOLE_PROGRAM).files())
        .isEqualTo(Map.of("a/B.java", "class B {}\n"));
  }

  @Test
  void aPathInTheFirstCommentNamesTheFileAndStaysInIt() {
    assertThat(applied("```python\n# codec/run.py\nx = 1\n```", NOTHING, ReplyForm.EDITS).files())
        .isEqualTo(Map.of("codec/run.py", "# codec/run.py\nx = 1\n"));
  }

  @Test
  void anUnnamedBlockIsTheOnlyFileOfAProgramOfOneFile() {
    String reply = "Better:\n```java\nclass Main {}\n```";
    assertThat(applied(reply, ONE_FILE, ReplyForm.EDITS).files())
        .isEqualTo(Map.of("codec/Main.java", "class Main {}\n"));
  }

  @Test
  void anUnnamedJavaSourceIsNamedByItsPackageAndPublicType() {
    String reply =
        "```java\npackage codec;\npublic final class Util {}\n```\n```java\npublic class New {}\n```\n";
    assertThat(applied(reply, BASE, ReplyForm.EDITS).files())
        .containsEntry("src/codec/Util.java", "package codec;\npublic final class Util {}\n")
        .containsEntry("New.java", "public class New {}\n")
        .containsKey("src/codec/Main.java");
  }

  @Test
  void anUnnamedBlockInDoubtIsAProblemAndNotDropped() {
    assertThat(rejected("```java\nint x;\n```\n" + "FILE: src/codec/Main.java\n" + CHANGE, BASE))
        .contains("reply line 1", "no path", "```text");
  }

  @Test
  void anIllustrationIsNotedAndNotApplied() {
    EditResult result =
        ProgramEdits.apply(
            "```text\nblock -> DCT -> bits\n```\nFILE: src/codec/Main.java\n" + CHANGE,
            BASE,
            ReplyForm.EDITS);
    assertThat(result).isInstanceOf(EditResult.Applied.class);
    assertThat(((EditResult.Applied) result).summary().notes())
        .containsExactly("the text block at line 1 of the reply");
  }

  @Test
  void aWholeProgramReplacesAllFilesAndEditsKeepTheOthers() {
    String reply = "FILE: New.java\n```java\nclass New {}\n```";
    assertThat(applied(reply, BASE, ReplyForm.WHOLE_PROGRAM).files()).containsOnlyKeys("New.java");
    assertThat(applied(reply, BASE, ReplyForm.EDITS).files())
        .containsOnlyKeys("New.java", "src/codec/Main.java", "src/codec/Util.java");
  }

  @Test
  void editsInAnswerToAWholeProgramPromptAreEditsOfTheBase() {
    assertThat(
            applied("FILE: src/codec/Main.java\n" + CHANGE, BASE, ReplyForm.WHOLE_PROGRAM).files())
        .containsEntry("src/codec/Main.java", MAIN.replace("q = 5", "q = 7"))
        .containsKey("src/codec/Util.java");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FILE: src/codec/Main.java\nCHANGE",
        "FILE: src/codec/Main.java\n```java\nCHANGE```",
        "```java\nsrc/codec/Main.java\nCHANGE```",
        "```\n// File: src/codec/Main.java\nCHANGE```",
        "src/codec/Main.java\n```\nCHANGE```",
        "`Main.java`:\nCHANGE",
        "<file path=\"src/codec/Main.java\">\nCHANGE</file>",
        "No path, but only one file has the line.\nCHANGE",
      })
  void aSearchReplaceBlockIsReadInEveryUsualForm(String reply) {
    assertThat(applied(reply.replace("CHANGE", CHANGE), BASE, ReplyForm.EDITS).files())
        .containsEntry("src/codec/Main.java", MAIN.replace("q = 5", "q = 7"));
  }

  @Test
  void markersMayBeIndentedAndCarryThePath() {
    String reply =
        """
        1. Raise q:
           <<<<<<< SEARCH src/codec/Main.java
             int q = 5;
           =======
             int q = 9;
           >>>>>>> REPLACE
        """;
    assertThat(applied(reply, BASE, ReplyForm.EDITS).files())
        .containsEntry("src/codec/Main.java", MAIN.replace("q = 5", "q = 9"));
  }

  @Test
  void fencesInsideTheMarkersAreNoPartOfTheText() {
    String reply =
        """
        FILE: src/codec/Main.java
        <<<<<<< SEARCH
        ```java
          int q = 5;
        ```
        =======
        ```java
          int q = 6;
        ```
        >>>>>>> REPLACE
        """;
    assertThat(applied(reply, BASE, ReplyForm.EDITS).files())
        .containsEntry("src/codec/Main.java", MAIN.replace("q = 5", "q = 6"));
  }

  @Test
  void blocksOfOneReplyEditSeveralFilesInOrder() {
    String reply =
        """
        FILE: src/codec/Main.java
        <<<<<<< SEARCH
          int q = 5;
        =======
          int q = 6;
        >>>>>>> REPLACE
        <<<<<<< SEARCH
          int q = 6;
        =======
          int q = 7;
        >>>>>>> REPLACE

        FILE: src/codec/Util.java
        <<<<<<< SEARCH
        class Util {}
        =======
        class Util { int a; }
        >>>>>>> REPLACE
        FILE: src/codec/Extra.java
        <<<<<<< SEARCH
        =======
        class Extra {}
        >>>>>>> REPLACE
        """;
    assertThat(applied(reply, BASE, ReplyForm.EDITS).files())
        .containsEntry("src/codec/Main.java", MAIN.replace("q = 5", "q = 7"))
        .containsEntry("src/codec/Util.java", "class Util { int a; }\n")
        .containsEntry("src/codec/Extra.java", "class Extra {}\n");
  }

  @Test
  void aDeletionRemovesTheFile() {
    EditResult result = ProgramEdits.apply("DELETE: Util.java", BASE, ReplyForm.EDITS);
    assertThat(result).isInstanceOf(EditResult.Applied.class);
    assertThat(((EditResult.Applied) result).program().files())
        .containsOnlyKeys("src/codec/Main.java");
    assertThat(((EditResult.Applied) result).summary().text())
        .isEqualTo("1 file, +0 −1: src/codec/Util.java (deleted, −1)");
  }

  @Test
  void aFileWithCarriageReturnsKeepsThem() {
    Program windows = Program.of("java", "M", Map.of("M.java", "a\r\n  int q = 5;\r\nb\r\n"));
    assertThat(applied(CHANGE, windows, ReplyForm.EDITS).files())
        .containsEntry("M.java", "a\r\n  int q = 7;\r\nb\r\n");
  }

  @Test
  void entryLanguageNameAndIdeasAreRead() {
    String reply =
        """
        I use a range coder.
        NAME: range coder
        IDEA: cabac, sign-hiding
        LANGUAGE: Python
        ENTRY: codec.py
        FILE: codec.py
        ```python
        x = 1
        ```
        """;
    EditResult.Applied result =
        (EditResult.Applied) ProgramEdits.apply(reply, BASE, ReplyForm.WHOLE_PROGRAM);
    assertThat(result.program())
        .isEqualTo(Program.of("python", "codec.py", Map.of("codec.py", "x = 1\n")));
    assertThat(result.notes().name()).contains("range coder");
    assertThat(result.notes().ideas()).containsExactly("cabac", "sign-hiding");
    assertThat(result.notes().reasoning())
        .contains("I use a range coder.", "IDEA: cabac")
        .doesNotContain("x = 1");
  }

  private static Program applied(String reply, Program base, ReplyForm form) {
    EditResult result = ProgramEdits.apply(reply, base, form);
    assertThat(result).isInstanceOf(EditResult.Applied.class);
    return ((EditResult.Applied) result).program();
  }

  private static String rejected(String reply, Program base) {
    EditResult result = ProgramEdits.apply(reply, base, ReplyForm.EDITS);
    assertThat(result).isInstanceOf(EditResult.Rejected.class);
    return ((EditResult.Rejected) result).message();
  }
}
