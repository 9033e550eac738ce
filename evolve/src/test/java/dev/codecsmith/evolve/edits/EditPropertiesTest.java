package dev.codecsmith.evolve.edits;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.edits.reply.TextLines;
import dev.codecsmith.sandbox.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EditPropertiesTest {

  @Property(seed = "1", tries = 500)
  void editsWrittenFromADiffGiveTheOtherProgram(
      @ForAll("programs") Program from, @ForAll("programs") Program to) {
    Assume.that(!from.equals(to));
    assertThat(ProgramEdits.apply(edits(from, to), from, ReplyForm.EDITS))
        .isInstanceOfSatisfying(
            EditResult.Applied.class, a -> assertThat(a.program()).isEqualTo(to));
  }

  @Property(seed = "2", tries = 300)
  void aProgramWrittenAsWholeFilesIsReadBackWhateverTheParent(
      @ForAll("programs") Program from, @ForAll("programs") Program to) {
    Assume.that(!from.equals(to));
    StringBuilder reply = new StringBuilder("Here it is.\n\n");
    to.files()
        .forEach((path, text) ->
            reply.append("FILE: ").append(path).append("\n````\n").append(text).append("````\n"));
    assertThat(ProgramEdits.apply(reply.toString(), from, ReplyForm.WHOLE_PROGRAM))
        .isInstanceOfSatisfying(
            EditResult.Applied.class, a -> assertThat(a.program()).isEqualTo(to));
  }

  @Property(seed = "3", tries = 2000)
  void noTextMakesItThrow(@ForAll("replies") String reply, @ForAll("programs") Program base) {
    for (ReplyForm form : ReplyForm.values()) {
      switch (ProgramEdits.apply(reply, base, form)) {
        case EditResult.Applied a ->
            assertThat(a.program().files().keySet())
                .allMatch(path -> ProgramPaths.problem(path).isEmpty());
        case EditResult.Rejected r -> assertThat(r.message()).isNotBlank();
      }
    }
  }

  @Property(seed = "4", tries = 300)
  void theSummaryCountsTheLinesOfTheDiff(
      @ForAll("programs") Program from, @ForAll("programs") Program to) {
    int added = 0;
    int removed = 0;
    for (FileChange change : ProgramDiff.changes(from, to)) {
      added += change.linesAdded();
      removed += change.linesRemoved();
    }
    assertThat(added - removed).isEqualTo(lines(to) - lines(from));
    assertThat(ProgramDiff.changes(from, to).isEmpty()).isEqualTo(from.equals(to));
    String unified = ProgramDiff.unified(from, to, 2);
    assertThat(unified.lines().filter(l -> l.startsWith("+") && !l.startsWith("+++")).count())
        .isEqualTo(added);
  }

  private static int lines(Program program) {
    return program.files().values().stream().mapToInt(t -> TextLines.of(t).size()).sum();
  }

  @Provide
  Arbitrary<Program> programs() {
    Arbitrary<String> line =
        Arbitraries.of(
            "}",
            "",
            "  int x = 1;",
            "  int y = 2;",
            "for (;;) {",
            "```",
            "\t// note",
            "a",
            "b",
            "=");
    Arbitrary<String> text =
        line.list().ofMinSize(1).ofMaxSize(25).map(l -> String.join("\n", l) + "\nend\n");
    return Arbitraries.maps(Arbitraries.of("A.java", "b/B.java", "b/C.c"), text)
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(files -> Program.of("java", "A", files));
  }

  @Provide
  Arbitrary<String> replies() {
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of(
                "<<<<<<< SEARCH",
                "=======",
                ">>>>>>> REPLACE",
                "```",
                "```java",
                "FILE: A.java",
                "FILE: ../x",
                "<file path=\"b/B.java\">",
                "</file>",
                "DELETE: A.java",
                "ENTRY: x",
                "  int x = 1;",
                "}",
                "# b/C.c",
                ""),
            Arbitraries.strings().ofMaxLength(30));
    return piece.list().ofMaxSize(30).map(l -> String.join("\n", l));
  }

  /** A reply that turns one program into the other, each SEARCH widened until it is unique. */
  private static String edits(Program from, Program to) {
    StringBuilder reply = new StringBuilder();
    SortedMap<String, String> gone = new TreeMap<>(from.files());
    gone.keySet().removeAll(to.files().keySet());
    gone.keySet().forEach(path -> reply.append("DELETE: ").append(path).append('\n'));
    for (Map.Entry<String, String> file : to.files().entrySet()) {
      reply.append("FILE: ").append(file.getKey()).append('\n');
      String before = from.files().get(file.getKey());
      if (before == null) {
        block(reply, List.of(), TextLines.of(file.getValue()));
      } else if (before.equals(file.getValue())) {
        reply.setLength(reply.length() - "FILE: \n".length() - file.getKey().length());
      } else {
        blocks(reply, TextLines.of(before), TextLines.of(file.getValue()));
      }
    }
    return reply.toString();
  }

  private static void blocks(StringBuilder reply, List<String> from, List<String> to) {
    List<String> now = new ArrayList<>(from);
    List<AbstractDelta<String>> deltas = new ArrayList<>(DiffUtils.diff(from, to).getDeltas());
    Collections.reverse(deltas);
    for (AbstractDelta<String> delta : deltas) {
      int begin = delta.getSource().getPosition();
      int end = begin + delta.getSource().size();
      int top = begin;
      int bottom = end;
      while (count(now, now.subList(top, bottom)) != 1
          || now.subList(top, bottom).stream().allMatch(String::isBlank)) {
        top = Math.max(0, top - 1);
        bottom = Math.min(now.size(), bottom + 1);
      }
      List<String> replacement = new ArrayList<>(now.subList(top, begin));
      replacement.addAll(delta.getTarget().getLines());
      replacement.addAll(now.subList(end, bottom));
      block(reply, now.subList(top, bottom), replacement);
      List<String> next = new ArrayList<>(now.subList(0, top));
      next.addAll(replacement);
      next.addAll(now.subList(bottom, now.size()));
      now = next;
    }
  }

  private static int count(List<String> text, List<String> part) {
    int count = 0;
    for (int i = 0; i + part.size() <= text.size(); i++) {
      count += text.subList(i, i + part.size()).equals(part) ? 1 : 0;
    }
    return count;
  }

  private static void block(StringBuilder reply, List<String> search, List<String> replace) {
    reply.append("<<<<<<< SEARCH\n");
    search.forEach(l -> reply.append(l).append('\n'));
    reply.append("=======\n");
    replace.forEach(l -> reply.append(l).append('\n'));
    reply.append(">>>>>>> REPLACE\n");
  }
}
