package dev.codecsmith.evolve.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.evolve.edits.reply.ReplyForm;
import dev.codecsmith.evolve.prompts.templates.PromptException;
import dev.codecsmith.evolve.prompts.templates.PromptTemplates;
import dev.codecsmith.sandbox.program.Program;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Prompts where only a part of the parent may be edited. */
class EditablePromptTest {
  private static final String BODY = "    int x = 1;\n".repeat(4_000);
  private static final Program PROGRAM =
      Program.of(
              "java",
              "Main",
              Map.of(
                  "Main.java",
                  "class Main {\n  int transform(int a) {\n" + BODY + "  }\n}\n",
                  "Filter.java",
                  "class Filter {\n  int strength() {\n    return 3;\n  }\n}\n"))
          .withEditable(List.of("Filter.java"));

  private final Prompts prompts = new Prompts(PromptTemplates.shipped());

  EditablePromptTest() throws PromptException {}

  private static PromptContext context(ReplyForm form) {
    PromptContext full = PromptFixtures.full(1, form);
    Exhibit parent = new Exhibit(PROGRAM, full.parents().getFirst().record());
    return PromptContextBuilder.builder(full).parents(List.of(parent)).build();
  }

  private Prompt prompt(int tokens) throws PromptException {
    return prompts.propose(context(ReplyForm.EDITS), tokens);
  }

  @Test
  void theFilesThatMayBeEditedAreShownAsFilesAndTheRestAsAReference() throws PromptException {
    Prompt prompt = prompt(1_000_000);
    assertThat(prompt.variable())
        .contains(
            "The files that you may edit (Filter.java):\n\nFILE: Filter.java\n```\nclass Filter {",
            "for reference only; they are not to be changed:\n\n"
                + "Reference: Main.java (4004 lines,",
            BODY,
            "You may edit only Filter.java. Every other file of the program, its language and its"
                + " entry must stay as they are, byte for byte")
        .doesNotContain("FILE: Main.java\n```\nclass Main {\n  int transform");
    assertThat(prompt.omitted()).isEmpty();
  }

  @Test
  void theReferenceIsCutToTheBudgetAndSaysSoAndWhatMayBeEditedNeverIs() throws PromptException {
    int whole = prompt(1_000_000).estimatedTokens();
    Prompt outline = prompt(whole - 3_000);
    assertThat(outline.variable())
        .contains(
            "Reference: Main.java (4004 lines, ",
            "bytes), cut for want of space to what it declares",
            "class Main {\n  int transform(int a) {\n",
            "return 3;")
        .doesNotContain("int x = 1;");
    assertThat(outline.omitted())
        .contains("all but what they declare of files that are not to be changed");
    assertThat(outline.estimatedTokens()).isLessThan(whole - 3_000);

    int least = 0;
    for (int tokens = outline.estimatedTokens(); tokens > 0; tokens -= 20) {
      try {
        Prompt less = prompt(tokens);
        assertThat(less.variable()).contains("FILE: Filter.java\n```\nclass Filter {", "return 3;");
        least = tokens;
        if (less.variable().contains("not shown for want of space")) {
          assertThat(less.omitted()).contains("the text of files that are not to be changed");
          return;
        }
      } catch (PromptException e) {
        break;
      }
    }
    throw new AssertionError("down to " + least + " tokens the outline was kept");
  }

  @Test
  void anAgentsTaskSaysIt() throws PromptException {
    assertThat(prompts.propose(context(ReplyForm.WORKSPACE), 1_000_000).variable())
        .contains("You may edit only Filter.java.");
    assertThat(prompts.files(context(ReplyForm.WORKSPACE)).get("parents/1/program.json"))
        .contains("\"editable\":[\"Filter.java\"]");
  }

  @Test
  void whereAllMayBeEditedNothingIsSaidOfIt() throws PromptException {
    assertThat(prompts.propose(PromptFixtures.full(2, ReplyForm.EDITS), 1_000_000).variable())
        .doesNotContain("You may edit only", "eference:", "may not be edited");
  }
}
