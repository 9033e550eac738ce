package dev.codecsmith.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Which models options and files mean. */
class ModelPlanTest {
  @TempDir private Path folder;

  @Command
  private static final class Words {
    @Mixin private ModelOptions options = new ModelOptions();
  }

  private static List<ModelEntry> options(List<String> proposers, String... words) {
    return over(ModelPlan.defaults(), proposers, words);
  }

  private static List<ModelEntry> over(ModelPlan base, List<String> proposers, String... words) {
    Words command = new Words();
    new CommandLine(command).parseArgs(words);
    return command.options.over(base).models(proposers);
  }

  private CampaignPlan file(String yaml) throws IOException {
    return CampaignFile.read(Files.writeString(folder.resolve("c.yaml"), yaml));
  }

  private static List<String> names(List<ModelEntry> models) {
    return models.stream().map(model -> model.proposer() + ":" + model.label()).toList();
  }

  @Test
  void oneProposerTakesEveryName() {
    assertThat(names(options(List.of("library", "claude"), "--model", "a,b", "--model", "c")))
        .containsExactly("claude:a", "claude:b", "claude:c");
    assertThat(options(List.of("library", "tuner"), "--model", "a")).isEmpty();
  }

  @Test
  void aNameMayHoldAColonOfItsOwn() {
    List<ModelEntry> models =
        options(List.of("openai"), "--model", "qwen3:8b", "--model-url", "http://localhost:1/v1");
    assertThat(names(models)).containsExactly("openai:qwen3:8b");
    assertThat(models.getFirst().url()).contains(URI.create("http://localhost:1/v1"));
  }

  @Test
  void withTwoProposersEachValueSaysItsOwn() {
    List<ModelEntry> models =
        options(
            List.of("claude", "openai"),
            "--model=claude:big",
            "--model=openai:small",
            "--model-url=openai:http://localhost:1/v1",
            "--key-file=claude:k");
    assertThat(names(models)).containsExactly("claude:big", "openai:small");
    assertThat(models.getFirst().url()).isEmpty();
    assertThat(models.getFirst().keyFile()).contains(Path.of("k").toAbsolutePath());
    assertThat(models.getLast().url()).contains(URI.create("http://localhost:1/v1"));
    assertThat(models.getLast().keyFile()).isEmpty();
  }

  @Test
  void aCommandBesideAServedModelLeavesItTheName() {
    assertThat(
            names(
                options(
                    List.of("command", "claude"),
                    "--model=big",
                    "--model-command=write",
                    "--model=command:mine")))
        .containsExactly("command:mine", "claude:big");
  }

  @Test
  void aFileListsModelsEachWithItsServer() throws IOException {
    CampaignPlan plan =
        file(
            """
            proposers: [library, claude, openai]
            models:
              - {proposer: claude, name: big, key_file: key}
              - {proposer: openai, name: one, url: http://localhost:1/v1}
              - {proposer: openai, name: two, url: http://localhost:2/v1}
            """);
    List<ModelEntry> models = plan.models().models(plan.proposers());
    assertThat(names(models)).containsExactly("claude:big", "openai:one", "openai:two");
    assertThat(models.getFirst().keyFile()).contains(folder.toAbsolutePath().resolve("key"));
    assertThat(models.getLast().url()).contains(URI.create("http://localhost:2/v1"));
    assertThat(names(over(plan.models(), List.of("claude"), "--model=other")))
        .containsExactly("claude:other");
  }

  @Test
  void aFileMayNameSeveralModelsOfOneProposer() throws IOException {
    CampaignPlan plan = file("proposers: [claude]\nmodel: [a, b]\n");
    assertThat(names(plan.models().models(plan.proposers())))
        .containsExactly("claude:a", "claude:b");
  }

  @Test
  void whatCannotBeMeantIsASentence() throws IOException {
    refused("Say which proposer m is for: claude:m", List.of("claude", "openai"), "--model=m");
    refused("not among the campaign's", List.of("claude"), "--model=openai:m");
    refused("needs --model NAME", List.of("claude", "openai"), "--model=claude:m");
    refused("called m", List.of("claude", "openai"), "--model=claude:m", "--model=openai:m");
    refused("given twice", List.of("claude"), "--model=m", "--key-file=a", "--key-file=b");
    refused("There is no language 'cobol'", List.of("claude"), "--model=m", "--language=cobol");
    CampaignPlan unasked = file("models: [{proposer: claude, name: big}]\n");
    assertThatThrownBy(() -> unasked.models().models(unasked.proposers()))
        .hasMessageContaining("not among the campaign's: library, tuner");
    CampaignPlan unlisted =
        file("proposers: [claude, openai]\nmodels: [{proposer: claude, name: b}]\n");
    assertThatThrownBy(() -> unlisted.models().models(unlisted.proposers()))
        .hasMessageContaining("No model is listed for the proposer openai");
    assertThatThrownBy(() -> file("models: [{name: big}]\n"))
        .hasMessageContaining("needs a proposer");
  }

  private static void refused(String part, List<String> proposers, String... words) {
    assertThatThrownBy(() -> options(proposers, words))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  @Test
  void everyLanguageHasAContractOfItsOwn() {
    List<String> contracts =
        List.of("java", "python", "c", "cpp", "rust").stream().map(Contract::text).toList();
    assertThat(contracts).doesNotHaveDuplicates();
    assertThat(contracts.getFirst()).contains("public interface Codec");
    assertThat(contracts.subList(1, 5))
        .allMatch(text -> text.contains("`encode SOURCE.y4m QUALITY`"))
        .noneMatch(text -> text.contains("interface Codec"));
  }
}
