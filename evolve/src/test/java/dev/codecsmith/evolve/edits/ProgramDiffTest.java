package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgramDiffTest {

  @Test
  void aUnifiedDiffNamesFilesThatCameAndWent() {
    Program from = Program.of("java", "A", Map.of("A.java", "a\nb\nc\n", "Old.java", "x\n"));
    Program to = Program.of("java", "A", Map.of("A.java", "a\nB\nc\n", "New.java", "y\n"));
    assertThat(ProgramDiff.unified(from, to, 1))
        .contains("--- a/A.java\n+++ b/A.java\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n")
        .contains("--- /dev/null\n+++ b/New.java\n")
        .contains("--- a/Old.java\n+++ /dev/null\n");
    assertThat(ProgramDiff.unified(from, from, 3)).isEmpty();
  }

  @Test
  void aLongRewriteCountsAsOneChangeBetweenWhatStayed() {
    Program from = Program.of("java", "A", Map.of("A.java", "same\n" + lines("a") + "same\n"));
    Program to = Program.of("java", "A", Map.of("A.java", "same\n" + lines("b") + "same\n"));
    assertThat(ProgramDiff.changes(from, to))
        .containsExactly(new FileChange("A.java", FileChange.Kind.CHANGED, 2000, 2000));
  }

  private static String lines(String word) {
    return IntStream.range(0, 2000).mapToObj(i -> word + i + "\n").collect(Collectors.joining());
  }
}
