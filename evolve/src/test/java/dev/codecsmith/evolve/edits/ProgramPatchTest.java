package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.sandbox.program.Program;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Diffs of programs, applied. */
class ProgramPatchTest {

  @Provide
  Arbitrary<Map<String, String>> files() {
    Arbitrary<String> line =
        Arbitraries.of("", "a", "b", "-- a", "++ b", "@@ -1 +1 @@", "--- a/x", " c");
    Arbitrary<String> text =
        line.list()
            .ofMaxSize(12)
            .map(lines -> lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    return Arbitraries.maps(Arbitraries.of("Main.java", "b/Other.java", "c.txt"), text)
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  @Property(tries = 300)
  void aDiffLeadsFromOneProgramToTheOther(
      @ForAll("files") Map<String, String> from, @ForAll("files") Map<String, String> to) {
    Program before = Program.of("java", "Main", from);
    Program after = Program.of("java", "Main", to);
    Map<String, String> made =
        ProgramPatch.apply(before.files(), ProgramDiff.unified(before, after, 3));
    // An empty file that comes or goes is the same as none to a diff of lines.
    Map<String, String> wanted = new TreeMap<>(after.files());
    Map<String, String> found = new TreeMap<>(made);
    wanted.values().removeIf(String::isEmpty);
    found.values().removeIf(String::isEmpty);
    wanted.values().removeIf("\n"::equals);
    found.values().removeIf("\n"::equals);
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void aDiffOfAnotherProgramIsRefused() {
    Program before = Program.of("java", "Main", Map.of("Main.java", "a\nb\nc\n"));
    Program after = Program.of("java", "Main", Map.of("Main.java", "a\nx\nc\n"));
    String diff = ProgramDiff.unified(before, after, 1);
    assertThatThrownBy(() -> ProgramPatch.apply(Map.of("Main.java", "a\nB\nc\n"), diff))
        .hasMessageContaining("shows a line that is not there at its line 5");
    assertThatThrownBy(
            () -> ProgramPatch.apply(before.files(), diff.substring(0, diff.length() - 3)))
        .hasMessageContaining("the diff has a hunk of another length");
    assertThatThrownBy(() -> ProgramPatch.apply(before.files(), "nonsense\n"))
        .hasMessageContaining("begins with ---");
  }
}
