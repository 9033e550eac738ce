package dev.codecsmith.evolve.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class NotebookTest {

  @Test
  void aListIsReadWithWhateverStandsAroundIt() {
    assertThat(
            Notebook.read(
                "Here:\n\n- Larger blocks help\n  at low rate.\n* Skip flags first.\n3. Less intra.\n\nDone.",
                Notebook.Size.DEFAULT))
        .contains(
            new Notebook(
                List.of("Larger blocks help at low rate.", "Skip flags first.", "Less intra.")));
  }

  @Test
  void lessonsThatTheModelOnlyThoughtOfAreNotRead() {
    assertThat(
            Notebook.read(
                "<think>\n- Perhaps never use intra?\nNo.\n</think>\n- Skip flags first.\n",
                Notebook.Size.DEFAULT))
        .contains(new Notebook(List.of("Skip flags first.")));
  }

  @Test
  void aReplyWithoutAListKeepsTheOldNotebook() {
    assertThat(Notebook.read("I learned a lot.", Notebook.Size.DEFAULT)).isEmpty();
  }

  @Property(seed = "8")
  void theSizeIsNeverExceeded(@ForAll List<String> lessons) {
    StringBuilder reply = new StringBuilder();
    lessons.forEach(l -> reply.append("- ").append(l).append('\n'));
    Notebook.read(reply.toString(), new Notebook.Size(5, 100))
        .ifPresent(n -> {
          assertThat(n.lessons()).hasSizeBetween(1, 5);
          assertThat(String.join("", n.lessons())).hasSizeLessThanOrEqualTo(100);
        });
  }

  @Test
  void whatItPrintsItReadsBack() {
    Notebook notebook = new Notebook(List.of("One.", "Two."));
    assertThat(Notebook.read(notebook.text(), Notebook.Size.DEFAULT)).contains(notebook);
  }
}
