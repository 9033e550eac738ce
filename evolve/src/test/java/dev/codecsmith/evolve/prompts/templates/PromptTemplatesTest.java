package dev.codecsmith.evolve.prompts.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.evolve.prompts.Prompt;
import dev.codecsmith.evolve.prompts.PromptContext;
import dev.codecsmith.evolve.prompts.PromptFixtures;
import dev.codecsmith.evolve.prompts.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptTemplatesTest {

  @Test
  void aUsersTemplateReplacesTheShippedOne(@TempDir Path folder)
      throws IOException, PromptException {
    Files.writeString(folder.resolve("system.md"), "You write {{language}}.");
    Files.writeString(folder.resolve("notes.txt"), "not a template");
    Prompt prompt =
        new Prompts(PromptTemplates.with(folder))
            .propose(PromptContext.start(PromptFixtures.campaign()), 1_000_000);
    assertThat(prompt.system()).isEqualTo("You write Java.");
    assertThat(prompt.stable()).contains("# The task");
  }

  @Test
  void aTemplateOfAnUnknownNameIsAnError(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("sistem.md"), "x");
    assertThatThrownBy(() -> PromptTemplates.with(folder))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("sistem.md replaces no template; the templates are system.md");
  }

  @Test
  void aFolderThatIsNotThereIsAnError(@TempDir Path folder) {
    assertThatThrownBy(() -> PromptTemplates.with(folder.resolve("none")))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining("cannot be read");
  }

  @ParameterizedTest
  @CsvSource({
    "'Hello\n{{nobody}}', 'line 2: {{nobody}} is not known here; this template knows {{error}}'",
    "'no error', 'lacks {{error}}, without which'",
    "'{{error}} {{#build}} x', '{{#build}} is never closed'",
    "'{{error}} {{#build}}{{/smoke}}', '{{/smoke}} closes no {{#smoke}}'",
    "'{{error}} {{/build}}', 'closes no'",
  })
  void aFaultyTemplateIsAnErrorThatSaysWhere(String text, String message) {
    assertThatThrownBy(() -> Template.parse(TemplateName.REPAIR, text, "repair.md"))
        .isInstanceOf(PromptException.class)
        .hasMessageStartingWith("repair.md")
        .hasMessageContaining(message);
  }

  @Test
  void aSectionIsLeftOutWithItsMarksWhereItsValueIsEmpty() throws PromptException {
    Template template =
        Template.parse(
            TemplateName.REPAIR, "a\n{{#build}}\nb {{build}}\n{{/build}}\n{{error}}\n", "x");
    assertThat(template.render(Map.of("error", "e"))).isEqualTo("a\ne\n");
    assertThat(template.render(Map.of("error", "e", "build", "c"))).isEqualTo("a\nb c\ne\n");
  }

  @Property(seed = "7")
  void valuesArePutInAsTheyAre(@ForAll String value) throws PromptException {
    Template template = Template.parse(TemplateName.REPAIR, "<{{error}}>", "x");
    assertThat(template.render(Map.of("error", value + "{{error}}$1\\")))
        .isEqualTo("<" + value + "{{error}}$1\\>");
  }

  @Test
  void everyShippedTemplateUsesEveryPlaceholderItKnows() {
    for (TemplateName name : TemplateName.values()) {
      String text = PromptTemplates.resource(name);
      for (String placeholder : name.required()) {
        assertThat(text).contains("{{" + placeholder + "}}");
      }
      for (String placeholder : name.optional()) {
        assertThat(text).as("%s in %s", placeholder, name.file()).contains(placeholder + "}}");
      }
    }
  }
}
