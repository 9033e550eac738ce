package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codecsmith.cli.curves.CurveFile;
import dev.codecsmith.cli.plan.CampaignFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files that users write, damaged: what is not taken is told in a sentence, whatever it is. */
class FileFuzzTest {
  /** Far more than any takes: a reader that hangs fails instead of holding up the build. */
  private static final Duration HANG = Duration.ofMinutes(2);

  private static final List<String> CAMPAIGNS =
      List.of(
          """
          name: night
          goal: "a lower rate"
          clips: [my.mkv, other.y4m]
          held_out: [secret.mkv]
          frames: 30
          iterations: 200
          qualities: [20, 40, 60, 80]
          anchors: [x264-medium]
          proposers: [library, tuner]
          seed: -5
          lag: 2
          tune_between: 0
          parallel: 4
          keep_reconstructions: false
          devices: [/dev/dri/renderD128]
          limits: {decode_cpu_seconds_per_megapixel: 5, start_seconds: 2.5, decoder_bytes: 262144}
          cascade:
            frames: 8
            qualities: [30, 70]
            margin: 50
          target: -20
          time: 8h
          pause: 60s
          """,
          """
          # with models
          proposers: claude
          models:
            - {proposer: claude, name: a-model, key_file: key}
            - proposer: openai
              name: &name other
              url: http://127.0.0.1:8000/v1
          language: python
          strategy: islands
          repairs: 2
          prompt_tokens: 100000
          reply_tokens: 32000
          notebook_every: 10
          budget_usd: 12.5
          budget_tokens: 1000000
          qualities: auto
          """);

  private static final List<String> CAMPAIGN_WORDS =
      List.of(
          "null",
          "~",
          "true",
          "1e999999999",
          "-1e-999999999",
          "0x7fffffffffffffff",
          "0o17",
          ".inf",
          "[",
          "{",
          "- ",
          "&a [*a]",
          "<<: *name",
          "!!binary x",
          "? ",
          "|\n",
          "---\n",
          "%YAML 9.9\n",
          "9223372036854775808",
          "''",
          "http://[",
          "\u0000",
          "999999999999999999h",
          "auto");

  private static final List<String> TABLES =
      List.of(
          "bitrate_kbps,psnr_yuv\n108048.87,43.64\n61279.9,40.39\n33905.6,37.2\n18883.6,34.2\n",
          "id,clip,kbps,psnr_yuv,ssim\na,c,1,30,0.9\na,c,2,31,0.91\na,c,4,33,0.93\na,c,8,36,0.95\n",
          "# by hand\n\"rate\",\"psnr\"\n8,36\n4,33\n2,31\n1,inf\n");

  private static final List<String> TABLE_WORDS =
      List.of(
          ",",
          ";",
          "\"",
          "\n",
          "inf",
          "-inf",
          "nan",
          "1e999",
          "1e-999",
          "0",
          "-1",
          "1,5",
          "kbps",
          "psnr_yuv",
          "\uFEFF",
          "1_000",
          "0x10",
          "99999999999999999999999999");

  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("fuzz");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    for (String name : List.of("campaign.yaml", "anchor.csv", "test.csv")) {
      Files.deleteIfExists(folder.resolve(name));
    }
    Files.deleteIfExists(folder);
  }

  private static Path file(String name, String text) throws IOException {
    // Not Files.writeString, which refuses half a surrogate pair.
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(seed = "1", tries = 800)
  void aCampaignFileIsReadOrRefusedInASentenceThatNamesIt(@ForAll long seed) {
    assertTimeoutPreemptively(
        HANG, () -> readCampaign(Mutations.of(CAMPAIGNS, CAMPAIGN_WORDS, new Random(seed))));
  }

  @Example
  void aCampaignFileMadeToDoHarmIsRefusedToo() {
    assertTimeoutPreemptively(
        HANG,
        () -> {
          for (String opening : List.of("[", "{", "{a: ", "- ", "? ", "!a ", "'", "&a ", "a: {")) {
            readCampaign(opening.repeat(100_000));
            readCampaign("name: " + opening.repeat(100_000));
          }
          readCampaign("a: &a [x, x]\n" + "b: &b [*a, *a]\n".repeat(1000));
          readCampaign("frames: " + "9".repeat(1_000_000));
          readCampaign("target: -1e999999999");
          readCampaign("budget_usd: 1e999999999");
          readCampaign("limits: {start_seconds: 1e999999999}");
          readCampaign("time: " + "9".repeat(1_000_000) + "h");
          readCampaign("qualities: [" + "1, ".repeat(200_000) + "1]");
          readCampaign("qualities: " + "1,".repeat(200_000));
        });
  }

  private static void readCampaign(String text) throws IOException {
    Path file = file("campaign.yaml", text);
    try {
      assertThat(CampaignFile.read(file)).isNotNull();
    } catch (IllegalArgumentException | IOException e) {
      assertThat(e.getMessage()).startsWith(file.toString()).hasSizeLessThan(2_000);
      assertThat(String.valueOf(e.getMessage()).lines()).as(e.getMessage()).hasSize(1);
    }
  }

  @Property(seed = "2", tries = 800)
  void aTableIsReadOrRefusedInASentenceThatNamesIt(@ForAll long seed) {
    assertTimeoutPreemptively(
        HANG, () -> readTable(Mutations.of(TABLES, TABLE_WORDS, new Random(seed))));
  }

  @Example
  void aTableMadeToDoHarmIsRefusedToo() {
    assertTimeoutPreemptively(
        HANG,
        () -> {
          String many = "1".repeat(1_000_000);
          readTable("rate,psnr\n1," + many + "x\n");
          readTable("rate,psnr\n1,1e" + many + "\n");
          readTable("rate,psnr\n" + "1".repeat(200) + "." + many + "x,1\n");
          readTable("rate,psnr\n\"" + many);
          readTable("rate,psnr\n" + ",".repeat(1_000_000));
          readTable(",".repeat(100_000) + "\n" + ",".repeat(100_000));
          readTable("\"".repeat(1_000_001));
        });
  }

  private static void readTable(String text) throws IOException {
    Path file = file("test.csv", text);
    for (String figure : Arrays.asList(null, "psnr_yuv", "ssim")) {
      try {
        assertThat(CurveFile.read(file, figure).curves()).isNotEmpty();
      } catch (IOException e) {
        assertThat(e.getMessage()).startsWith(file.toString()).hasSizeLessThan(2_000);
        assertThat(String.valueOf(e.getMessage()).lines()).as(e.getMessage()).hasSize(1);
      }
    }
  }

  @Property(seed = "3", tries = 60)
  void comparingTablesEndsInFiguresOrASentence(@ForAll long seed) {
    assertTimeoutPreemptively(HANG, () -> compareTables(new Random(seed)));
  }

  private static void compareTables(Random random) throws IOException {
    Path anchor = file("anchor.csv", TABLES.get(random.nextInt(TABLES.size())));
    Path test = file("test.csv", Mutations.of(TABLES, TABLE_WORDS, random));
    String method = List.of("pchip", "akima", "cubic").get(random.nextInt(3));
    List<String> words = new ArrayList<>(List.of("bdrate", anchor.toString(), test.toString()));
    words.addAll(List.of("--method", method));
    if (random.nextBoolean()) {
      words.add("--json");
    }
    Spoken said = Spoken.by(words.toArray(String[]::new));
    assertThat(said.exit()).as(said.err()).isIn(0, 1, 2);
    assertThat(said.err()).doesNotContain("itself").doesNotContain("\tat ");
  }
}
