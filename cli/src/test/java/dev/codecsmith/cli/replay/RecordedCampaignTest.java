package dev.codecsmith.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.sandbox.host.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A campaign that is recorded into a folder, and measured again from there alone. */
class RecordedCampaignTest {
  @TempDir private static Path once;
  @TempDir private Path folder;

  /** Two programs, the second a change of the first, recorded once for all tests. */
  @BeforeAll
  static void record() throws Exception {
    TestFootage.write(once.resolve("tiny.y4m"), 48, 32, 2);
    String data = once.resolve("data").toString();
    Path file =
        Files.writeString(
            once.resolve("given.yaml"),
            """
            name: two tries
            clips: tiny.y4m
            proposers: [library, tuner]
            iterations: 4
            """);
    Spoken.by("run", "--no-dashboard", "--campaign", file.toString(), "--data", data).well();
    Spoken said =
        Spoken.by("campaign", "record", "--out", once.resolve("kept").toString(), "--data", data)
            .well();
    assertThat(said.out()).contains("is recorded in").doesNotContain("Not recorded");
    Folders.remove(once.resolve("data"));
  }

  @AfterAll
  static void remove() {
    Folders.remove(once);
  }

  private Path copy() throws IOException {
    Path copy = folder.resolve("copy");
    try (Stream<Path> all = Files.walk(once.resolve("kept"))) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Files.copy(each, copy.resolve(once.resolve("kept").relativize(each).toString()));
      }
    }
    return copy;
  }

  private static Spoken replay(Path kept, String... more) {
    return Spoken.by(
        Stream.concat(
                Stream.of("replay", kept.toString(), "--clip", once.resolve("tiny.y4m").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void everyFigureComesOutTheSameWithoutTheDataFolder() throws Exception {
    JsonNode again = replay(copy(), "--json").json();
    assertThat(again.path("same").booleanValue()).as(again.toPrettyString()).isTrue();
    assertThat(again.path("experiments").size()).isEqualTo(4);
    assertThat(again.path("figures").intValue()).isGreaterThan(4 * 50);
  }

  @Test
  void aFigureThatWasAlteredIsTold() throws Exception {
    Path kept = copy();
    Path figures = kept.resolve("figures.csv");
    String text = Files.readString(figures);
    String line =
        text.lines()
            .filter(each -> each.startsWith("exp_iter1") && each.contains("QUALITY 40: bytes"))
            .findFirst()
            .orElseThrow();
    Files.writeString(figures, text.replace(line, line + "1"));
    Spoken said = replay(kept, "--experiment", "exp_iter1");
    assertThat(said.exit()).isEqualTo(1);
    String bytes = line.substring(line.lastIndexOf(',') + 1);
    assertThat(said.out())
        .contains("1 figures differ")
        .contains("tiny at QUALITY 40: bytes was " + bytes + "1 and is now " + bytes);
  }

  @Test
  void aProgramThatWasAlteredIsNotMeasured() throws Exception {
    Path kept = copy();
    Path program;
    try (Stream<Path> all = Files.list(kept.resolve("programs"))) {
      program = all.sorted().findFirst().orElseThrow();
    }
    Files.writeString(
        program, Files.readString(program).replaceFirst("(?m)^\\+package", "+ package"));
    replay(kept, "--experiment", "exp_iter1")
        .complainsOf("is not the one that was recorded: its SHA-256 is");
  }

  @Test
  void theFolderHoldsWhatAPersonReads() throws Exception {
    Path kept = once.resolve("kept");
    assertThat(CampaignFile.read(kept.resolve("campaign.yaml")).name()).isEqualTo("two tries");
    assertThat(Files.readString(kept.resolve("campaign.yaml"))).doesNotContain(once.toString());
    assertThat(Files.readString(kept.resolve("record.json"))).doesNotContain(once.toString());
    try (Stream<Path> all = Files.list(kept.resolve("programs"))) {
      assertThat(all.map(each -> each.getFileName().toString()).sorted().toList())
          .first()
          .isEqualTo("0001-intra.diff");
    }
    // What was tuned differs in a few lines.
    try (Stream<Path> all = Files.list(kept.resolve("programs"))) {
      assertThat(
              all.filter(each -> each.getFileName().toString().startsWith("0004"))
                  .map(each -> each.toFile().length())
                  .findFirst()
                  .orElseThrow())
          .isLessThan(5000);
    }
  }

  @Test
  void whatCannotBeMeantIsSaid() throws Exception {
    Path kept = copy();
    TestFootage.write(folder.resolve("other.y4m"), 48, 32, 3);
    Spoken.by("replay", kept.toString(), "--clip", folder.resolve("other.y4m").toString())
        .refuses("is none of the campaign's clips", "tiny (2 frames)");
    Spoken.by("replay", kept.toString())
        .complainsOf("None of the campaign's clips is at hand", "--clip FILE: tiny (2 frames)");
    replay(kept, "--experiment", "exp_iter9").refuses("There is no experiment 'exp_iter9'");
    replay(kept, "--from-seed").refuses("--from-seed makes a stored campaign's proposals again");
    Spoken.by("replay", "campaign_1", "--experiment", "exp_iter1")
        .refuses("are for the folder of a recorded campaign");
  }
}
