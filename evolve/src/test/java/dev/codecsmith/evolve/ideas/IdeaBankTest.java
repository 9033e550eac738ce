package dev.codecsmith.evolve.ideas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IdeaBankTest {

  @Test
  void theIndexListsEveryShippedEntryInOrder()
      throws IOException, URISyntaxException, IdeaBankException {
    Path folder =
        Path.of(Objects.requireNonNull(IdeaBank.class.getResource("/ideas/index.txt")).toURI())
            .getParent();
    try (Stream<Path> files = Files.list(folder)) {
      List<String> ids =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".md"))
              .map(f -> f.substring(0, f.length() - 3))
              .sorted()
              .toList();
      assertThat(IdeaBank.shipped().all()).extracting(Idea::id).isEqualTo(ids);
      assertThat(ids).hasSizeGreaterThanOrEqualTo(60);
    }
  }

  @Test
  void everyEntrySaysWhatItDoesInAFewSentences() throws IdeaBankException {
    for (Idea idea : IdeaBank.shipped().all()) {
      assertThat(idea.text()).as(idea.id()).hasSizeBetween(150, 1200).endsWith(".");
      assertThat(idea.gain() + idea.cost() + idea.source())
          .as(idea.id())
          .doesNotContain("TODO", "??");
    }
  }

  @ParameterizedTest
  @EnumSource(IdeaTag.class)
  void everyTagHasSeveralIdeas(IdeaTag tag) throws IdeaBankException {
    assertThat(IdeaBank.shipped().all().stream().filter(i -> i.tags().contains(tag)).count())
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatAnIdeaStandsOnIsAnEntryAndNeverTheIdeaItself() throws IdeaBankException {
    IdeaBank bank = IdeaBank.shipped();
    assertThat(bank.all().stream().filter(idea -> !idea.needs().isEmpty())).hasSizeGreaterThan(40);
    for (Idea idea : bank.all()) {
      List<Idea> below = new ArrayList<>(List.of(idea));
      for (int i = 0; i < below.size(); i++) {
        assertThat(below).as(idea.id()).hasSizeLessThan(50);
        below.get(i).needs().forEach(need -> below.add(bank.find(need).orElseThrow()));
      }
      assertThat(below.subList(1, below.size())).as(idea.id()).doesNotContain(idea);
    }
  }

  @Test
  void anIdeaThatStandsOnAnUnknownOneIsRefused(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("mine.md"),
        entry("Mine").replace("\n---\n", "\nneeds: no-such-tool\n---\n"));
    assertThatThrownBy(() -> IdeaBank.shipped().with(folder))
        .isInstanceOf(IdeaBankException.class)
        .hasMessageContaining("mine.md")
        .hasMessageContaining("'no-such-tool'");
  }

  @Test
  void aFolderOfTheUsersAddsAndReplaces(@TempDir Path folder)
      throws IOException, IdeaBankException {
    Files.writeString(folder.resolve("cabac.md"), entry("Mine"));
    Files.writeString(folder.resolve("brand-new.md"), entry("New").replace("\n", "\r\n"));
    Files.writeString(folder.resolve("readme.txt"), "not an idea");
    IdeaBank shipped = IdeaBank.shipped();
    IdeaBank bank = shipped.with(folder);
    assertThat(bank.find("cabac")).map(Idea::title).contains("Mine");
    assertThat(bank.find("brand-new")).map(Idea::text).contains("What it does.");
    assertThat(bank.all()).hasSize(shipped.all().size() + 1);
    assertThat(shipped.find("cabac")).map(Idea::title).isNotEqualTo("Mine");
  }

  @ParameterizedTest
  @CsvSource({
    "'no front matter', 'an entry begins with a line ---'",
    "'---\ntitle: x\n', 'an entry begins with a line ---'",
    "'---\ntitle: x\ntags: intra\ngain: g\ncost: c\n---\ntext', 'lacks source:'",
    "'---\ntitle: x\ntags: colour\ngain: g\ncost: c\nsource: s\n---\ntext', '''colour'' is no tag'",
    "'---\ntitle: x\ntitle: y\n---\ntext', 'line 3: title stands there twice'",
    "'---\nname: x\n---\ntext', 'line 2: ''name: x'' is none of title:'",
    "'---\ntitle: x\ntags: intra\ngain: g\ncost: c\nsource: s\n---\n', 'nothing below'",
  })
  void aFaultyEntryIsAnErrorThatNamesTheFile(String text, String message, @TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("mine.md"), text);
    assertThatThrownBy(() -> IdeaBank.shipped().with(folder))
        .isInstanceOf(IdeaBankException.class)
        .hasMessageContaining("mine.md")
        .hasMessageContaining(message);
  }

  @Test
  void aBadNameOrFolderIsAnError(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("My Idea.md"), entry("x"));
    assertThatThrownBy(() -> IdeaBank.shipped().with(folder))
        .hasMessageContaining("small letters, digits and hyphens");
    assertThatThrownBy(() -> IdeaBank.shipped().with(folder.resolve("none")))
        .isInstanceOf(IdeaBankException.class)
        .hasMessageContaining("cannot be read");
  }

  private static String entry(String title) {
    return "---\ntitle: "
        + title
        + "\ntags: intra, low-rate\ngain: g\n and more\ncost: c\nsource: s\n---\nWhat it does.\n";
  }
}
