package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.edits.reply.EditLimits;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectedReplyTest {
  private static final Program BASE =
      Program.of(
          "java",
          "codec.Main",
          Map.of(
              "Main.java",
              """
              class Main {
                int width = 16;
                int height = 16;
                int next(int x) {
                  return x;
                }
                int other(int x) {
                  return x;
                }
              }
              """,
              "Util.java",
              "class Util {\n  int helper;\n}\n"));

  @Test
  void aSearchThatMatchesNowhereNamesTheNearestLinesAndTheDifference() {
    assertThat(
            rejected(
                """
                FILE: Main.java
                <<<<<<< SEARCH
                  int width = 8;
                  int height = 16;
                =======
                  int width = 32;
                >>>>>>> REPLACE
                """))
        .contains(
            "block 1 (reply line 2), file Main.java",
            "(0 matches)",
            "1 of the 2 SEARCH lines",
            "      2 |   int width = 16;",
            "SEARCH line 1: \"  int width = 8;\"",
            "file line 2: \"  int width = 16;\"");
  }

  @Test
  void aSearchThatDiffersInWhiteSpaceIsToldSo() {
    assertThat(
            rejected(
                "FILE: Main.java\n<<<<<<< SEARCH\nint width = 16;\n=======\nx\n>>>>>>> REPLACE"))
        .contains("0 matches", "First difference, in white space only", "\"int width = 16;\"");
  }

  @ParameterizedTest
  @CsvSource({
    "00A0, NO-BREAK SPACE (U+00A0)",
    "2009, THIN SPACE (U+2009)",
    "3000, IDEOGRAPHIC SPACE (U+3000)",
    "0009, TAB (U+0009)"
  })
  void aSpaceOfAnotherKindInASearchIsNamedWithItsLine(String codePoint, String name) {
    String space = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(
            rejected(
                "FILE: Main.java\n<<<<<<< SEARCH\n  int width = 16;\n  int%sheight = 16;\n=======\nx\n>>>>>>> REPLACE"
                    .formatted(space)))
        .contains(
            "2 of the 2 SEARCH lines",
            "First difference, in white space only",
            "SEARCH line 2, file line 3, column 6: SEARCH has "
                + name
                + ", the file has SPACE (U+0020)");
  }

  @ParameterizedTest
  @CsvSource({
    "200B, ZERO WIDTH SPACE (U+200B)",
    "FEFF, ZERO WIDTH NO-BREAK SPACE (U+FEFF)",
    "00AD, SOFT HYPHEN (U+00AD)",
    "2060, WORD JOINER (U+2060)",
    "FE0F, VARIATION SELECTOR-16 (U+FE0F)"
  })
  void aCharacterThatDoesNotShowIsNamedWithItsLine(String codePoint, String name) {
    String hidden = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(
            rejected(
                "FILE: Main.java\n<<<<<<< SEARCH\n  int wi%sdth = 16;\n=======\nx\n>>>>>>> REPLACE"
                    .formatted(hidden)))
        .contains(
            "SEARCH line 1: \"  int wi\\u{" + codePoint.replaceFirst("^0*", "") + "}dth = 16;\"",
            "SEARCH line 1, file line 2, column 9: SEARCH has " + name + ", the file has nothing");
  }

  @Test
  void tabsForSpacesAreCountedOnEveryLineThatHasThem() {
    assertThat(
            rejected(
                "FILE: Main.java\n<<<<<<< SEARCH\n\tint width = 16;\n\tint height = 16;\n=======\nx\n>>>>>>> REPLACE"))
        .contains(
            "SEARCH line 1, file line 2, column 1: SEARCH has TAB (U+0009), the file has 2 × SPACE (U+0020)",
            "SEARCH line 2, file line 3, column 1: SEARCH has TAB (U+0009), the file has 2 × SPACE (U+0020)");
  }

  @Test
  void invisibleCharactersOfTheFileAreNamedToo() {
    Program base = Program.of("c", "a.c", Map.of("a.c", "int\u00a0a;\nint b; \n"));
    EditResult result =
        ProgramEdits.apply(
            "FILE: a.c\n<<<<<<< SEARCH\nint a;\nint b;\n=======\nx\n>>>>>>> REPLACE",
            base,
            ReplyForm.EDITS);
    assertThat(((EditResult.Rejected) result).message())
        .contains(
            "SEARCH line 1, file line 1, column 4: SEARCH has SPACE (U+0020), the file has NO-BREAK SPACE (U+00A0)",
            "SEARCH line 2, file line 2, column 7: SEARCH has nothing, the file has SPACE (U+0020)");
  }

  @Test
  void aCharacterThatLooksLikeAnotherIsNamed() {
    Program base = Program.of("c", "a.c", Map.of("a.c", "puts(\"a-b\");\n"));
    EditResult result =
        ProgramEdits.apply(
            "FILE: a.c\n<<<<<<< SEARCH\nputs(\"a\u2011b\");\n=======\nx\n>>>>>>> REPLACE",
            base,
            ReplyForm.EDITS);
    assertThat(((EditResult.Rejected) result).message())
        .contains(
            "At column 8: SEARCH has NON-BREAKING HYPHEN (U+2011), the file has HYPHEN-MINUS (U+002D)");
  }

  @Test
  void aPathWithACharacterThatDoesNotShowIsToldSo() {
    String hidden =
        "The path has a character that does not show, ZERO WIDTH SPACE (U+200B) at column 5.";
    assertThat(
            rejected(
                "FILE: Main\u200b.java\n<<<<<<< SEARCH\n  int width = 16;\n=======\nx\n>>>>>>> REPLACE"))
        .contains("no such file", hidden);
    assertThat(rejected("FILE: Main\u200b.java\n```\nx\n```\n")).contains(hidden);
    assertThat(rejected("DELETE: Main\u200b.java\n")).contains(hidden);
  }

  @Test
  void markersAreReadWithCharactersAroundThemThatDoNotShow() {
    EditResult result =
        ProgramEdits.apply(
            "FILE: Util.java\n\u200b<<<<<<< SEARCH\u200b\n  int helper;\n=======\u00a0\n  int h;\n>>>>>>> REPLACE\ufeff\n",
            BASE,
            ReplyForm.EDITS);
    assertThat(((EditResult.Applied) result).program().files())
        .containsEntry("Util.java", "class Util {\n  int h;\n}\n");
  }

  @Test
  void aSearchThatMatchesTwiceNamesBothPlaces() {
    assertThat(
            rejected(
                "FILE: Main.java\n<<<<<<< SEARCH\n    return x;\n  }\n=======\nx\n>>>>>>> REPLACE"))
        .contains("occurs 2 times (lines 5-6, 8-9)", "exactly once");
  }

  @Test
  void aSearchForAnotherFilesTextIsToldWhere() {
    assertThat(
            rejected("FILE: Main.java\n<<<<<<< SEARCH\n  int helper;\n=======\nx\n>>>>>>> REPLACE"))
        .contains("It does occur in Util.java, line 2.");
  }

  @Test
  void anEditThatIsAlreadyThereIsToldSo() {
    assertThat(
            rejected(
                "FILE: Main.java\n<<<<<<< SEARCH\n  int width = 8;\n=======\n  int width = 16;\n>>>>>>> REPLACE"))
        .contains("Its REPLACE text is already there, line 2.");
  }

  @Test
  void oneBadBlockKeepsTheGoodOnesFromBeingApplied() {
    assertThat(
            rejected(
                """
                FILE: Util.java
                <<<<<<< SEARCH
                  int helper;
                =======
                  int helped;
                >>>>>>> REPLACE
                <<<<<<< SEARCH
                  int nowhere;
                =======
                >>>>>>> REPLACE
                DELETE: Missing.java
                """))
        .startsWith("Nothing was applied. The reply has 2 problems")
        .contains("block 2 (reply line 7), file Util.java")
        .contains("DELETE: Missing.java names no file", "Main.java, Util.java");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FILE: Main.java\n<<<<<<< SEARCH\n  int width = 16;\n=======\n  int width = 8;\n",
        "FILE: Main.java\n<<<<<<< SEARCH\n  int width = 16;\n>>>>>>> REPLACE\n",
        "FILE: Main.java\n  int width = 16;\n=======\n  int width = 8;\n>>>>>>> REPLACE\n",
        "FILE: Main.java\n<<<<<<< SEARCH\na\n<<<<<<< SEARCH\nb\n=======\nc\n>>>>>>> REPLACE\n",
        "FILE: Main.java\n<<<<<<< SEARCH\na\n=======\nb\n=======\nc\n>>>>>>> REPLACE\n",
        "FILE: Main.java\n```java\nclass Main {",
        "<file path=\"Main.java\">\nclass Main {",
        "FILE: Main.java\n\nIt stays as it is.",
        "FILE: Main.java\nFILE: Util.java\n```java\nclass U {}\n```",
        "```diff\n--- a/Main.java\n+++ b/Main.java\n@@ -1,2 +1,2 @@\n-a\n+b\n```",
        "*** Begin Patch\n*** Update File: Main.java\n",
        "@@ -1,2 +1,2 @@\n-a\n+b\n",
        "FILE: Main.java\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> branch\n",
        "```java\nMain.java\nint stray;\n<<<<<<< SEARCH\n  int width = 16;\n=======\nx\n>>>>>>> REPLACE\n```",
        "FILE: Main.java\n```java\nclass Main {\n  // ... existing code ...\n}\n```",
        "FILE: Main.java\n```java\nclass Main {\n  // rest of the class unchanged\n}\n```",
        "FILE: Main.java\n```java\na\n```\nFILE: Main.java\n```java\nb\n```",
        "FILE: Main.java\n<<<<<<< SEARCH\n  int width = 16;\n=======\nx\n>>>>>>> REPLACE\nFILE: Main.java\n```java\nb\n```",
        "FILE: Main.java\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE",
        "FILE: Main.java\n<<<<<<< SEARCH\n  int width = 16;\n=======\n  int width = 16;\n>>>>>>> REPLACE",
        "DELETE: Main.java\nDELETE: Util.java",
        "FILE: Main.java/inner.java\n```java\nx\n```",
        "LANGUAGE: c\nFILE: Main.java\n<<<<<<< SEARCH\n  int width = 16;\n=======\nx\n>>>>>>> REPLACE",
        "FILE: Main.java\n```java\nnul \u0000 byte\n```",
        "I would rather not.",
        "",
      })
  void halfEditsAndReadingsInDoubtAreRefused(String reply) {
    assertThat(rejected(reply)).contains(".").doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, absolute",
    "C:\\codec.java, absolute",
    "../outside.java, leaves",
    "a/../../b.java, leaves",
    "a/./b.java, leaves",
    "-J-Xmx.java, no name",
    "@args.txt, no name",
    ".hidden.java, no name",
    "a//b.java, no name",
    "a b.java, no name",
    "program.json, written by Codecsmith",
    "./Program.JSON, written by Codecsmith",
  })
  void aPathThatIsNotSafeIsRefused(String path, String why) {
    assertThat(rejected("FILE: " + path + "\n```\nx\n```")).contains(why);
    assertThat(rejected("FILE: " + path + "\n<<<<<<< SEARCH\n=======\nx\n>>>>>>> REPLACE"))
        .contains(why);
  }

  @Test
  void boundsOnReplyFilesAndProgramHold() {
    EditLimits limits = new EditLimits(400, 3, 60, 200);
    assertThat(rejected("x".repeat(401), limits)).contains("401 characters; at most 400");
    assertThat(rejected(file("A") + file("B") + file("C"), limits)).contains("5 files; at most 3");
    assertThat(rejected("FILE: A.java\n```\n" + "x".repeat(70) + "\n```", limits))
        .contains("A.java has 71 characters; at most 60");
    assertThat(
            rejected(
                "FILE: A.java\n```\n" + "x\n".repeat(25) + "```", new EditLimits(400, 3, 400, 200)))
        .contains("characters; at most 200");
  }

  @Test
  void aReplyMayBringAsManyFilesAsAProgramMayHave() {
    String most =
        IntStream.range(0, Program.MAX_FILES - BASE.files().size())
            .mapToObj(n -> file("More" + n))
            .collect(Collectors.joining());

    assertThat(ProgramEdits.apply(most, BASE, ReplyForm.EDITS))
        .isInstanceOf(EditResult.Applied.class);
    assertThat(rejected(most + file("OneTooMany")))
        .contains("at most " + Program.MAX_FILES + " are allowed");
  }

  private static String file(String name) {
    return "FILE: " + name + ".java\n```java\nclass " + name + " {}\n```\n";
  }

  private static String rejected(String reply) {
    return rejected(reply, EditLimits.DEFAULT);
  }

  private static String rejected(String reply, EditLimits limits) {
    EditResult result = ProgramEdits.apply(reply, BASE, ReplyForm.EDITS, limits);
    assertThat(result).isInstanceOf(EditResult.Rejected.class);
    return ((EditResult.Rejected) result).message();
  }
}
