package dev.codecsmith.sandbox.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditablePathsTest {
  private static final Program PROGRAM =
      Program.of(
          "java",
          "a.Main",
          Map.of(
              "a/Main.java", "class Main {}\n",
              "a/Filter.java", "class Filter {}\n",
              "a/entropy/Coder.java", "class Coder {}\n"));
  private static final EditablePaths FILTER_AND_ENTROPY =
      new EditablePaths(List.of("a/Filter.java", "a/entropy/"));

  private static Program with(Map<String, String> files) {
    return Program.of("java", "a.Main", files);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "../a",
        "a/../b",
        "./a",
        "a/*.java",
        "a//b",
        " a",
        "a\\b",
        "-a",
        "program.json",
        "program.json/"
      })
  void whatCanBeNoFileIsRefusedInASentence(String path) {
    assertThatThrownBy(() -> new EditablePaths(List.of(path)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("which is no path of a program's source");
  }

  @Test
  void aFolderStandsForAllBelowItAndAFileForItselfAlone() {
    assertThat(FILTER_AND_ENTROPY.has("a/entropy/New.java")).isTrue();
    assertThat(FILTER_AND_ENTROPY.has("a/entropy/deep/New.java")).isTrue();
    assertThat(FILTER_AND_ENTROPY.has("a/entropyNew.java")).isFalse();
    assertThat(FILTER_AND_ENTROPY.has("a/Filter.java")).isTrue();
    assertThat(FILTER_AND_ENTROPY.has("a/Filter.java/x")).isFalse();
    assertThat(EditablePaths.ALL.has("a/Main.java")).isTrue();
  }

  @Test
  void changesWithinAreNoBreach() {
    Program changed =
        with(
            Map.of(
                "a/Main.java", "class Main {}\n",
                "a/entropy/Coder.java", "class Coder { int a; }\n",
                "a/entropy/Model.java", "class Model {}\n"));
    assertThat(FILTER_AND_ENTROPY.breach(PROGRAM, changed)).isEmpty();
  }

  @Test
  void whatIsTouchedElsewhereIsNamedInOneSentenceWithWhatMayBeEdited() {
    Program renamed =
        with(
            Map.of(
                "a/Start.java", "class Main {}\n",
                "a/Filter.java", "class Filter {}\n",
                "a/entropy/Coder.java", "class Coder {}\n"));
    assertThat(FILTER_AND_ENTROPY.breach(PROGRAM, renamed))
        .hasValue(
            "This deletes a/Main.java and adds a/Start.java, but only a/Filter.java and files below"
                + " a/entropy/ may be edited; everything else must stay as it is, byte for byte.");
    assertThat(
            FILTER_AND_ENTROPY.breach(
                PROGRAM,
                PROGRAM.withFiles(
                    with(Map.of(
                            "a/Main.java", "class Main {}\r\n",
                            "a/Filter.java", "class Filter {}\n",
                            "a/entropy/Coder.java", "class Coder {}\n"))
                        .files())))
        .as("a line end is a change")
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("changes a/Main.java"));
    assertThat(
            FILTER_AND_ENTROPY.breach(
                PROGRAM, Program.of("java", "a.Filter", Map.copyOf(PROGRAM.files()))))
        .hasValueSatisfying(sentence -> assertThat(sentence).contains("language or entry"));
    assertThat(EditablePaths.ALL.breach(PROGRAM, renamed)).isEmpty();
  }

  @Test
  void aPathThatTheProgramLacksIsNamed() {
    assertThat(FILTER_AND_ENTROPY.missing(PROGRAM)).isEmpty();
    assertThat(new EditablePaths(List.of("a/Fitler.java")).missing(PROGRAM))
        .hasValueSatisfying(sentence ->
            assertThat(sentence)
                .startsWith("'editable' names a/Fitler.java, which the program lacks.")
                .contains("a/Filter.java"));
    assertThat(new EditablePaths(List.of("a/entropy")).missing(PROGRAM))
        .hasValueSatisfying(sentence -> assertThat(sentence).endsWith("end: a/entropy/."));
  }

  @Test
  void whatIsRestoredHasTheEditsAndAllElseAsItWas() {
    Program left =
        Program.of(
            "c",
            "b",
            Map.of("a/Main.java", "spoilt", "a/Filter.java", "class Filter { int a; }\n", "x", ""));
    Program restored = FILTER_AND_ENTROPY.restored(PROGRAM, left);
    assertThat(FILTER_AND_ENTROPY.breach(PROGRAM, restored)).isEmpty();
    assertThat(restored.files())
        .containsOnlyKeys("a/Main.java", "a/Filter.java")
        .containsEntry("a/Filter.java", "class Filter { int a; }\n");
  }
}
