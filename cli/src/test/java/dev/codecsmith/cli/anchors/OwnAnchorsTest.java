package dev.codecsmith.cli.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Anchors of somebody's own in a campaign file, as a person meets them. */
class OwnAnchorsTest {
  private static final Path ROOT = Path.of(System.getProperty("codecsmith.root", ".."));

  private static final String BLOCKS =
      """
        - name: blocks
          files: codec
          encode: python3 {files}/main.py encode {input} {quality} {bitstream}
          decode: python3 {files}/main.py decode {bitstream}
          qualities: [90, 80, 70, 60, 50, 40]
      """;

  @TempDir private Path folder;

  @BeforeEach
  void footage() throws IOException {
    TestFootage.write(folder.resolve("tiny.y4m"), 48, 32, 3);
    Path codec = Files.createDirectory(folder.resolve("codec"));
    try (var sources = Files.list(ROOT.resolve("codecs/examples/python-blocks"))) {
      for (Path each : sources.filter(file -> file.toString().endsWith(".py")).toList()) {
        Files.copy(each, codec.resolve(each.getFileName()));
      }
    }
  }

  private Path file(String anchors) throws IOException {
    return Files.writeString(
        folder.resolve("own.yaml"), "clips: [tiny.y4m]\niterations: 1\nanchors:\n" + anchors);
  }

  private Spoken say(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    return Spoken.by(all.toArray(String[]::new));
  }

  private String streaming() {
    return BLOCKS.replace(" {bitstream}\n    decode", "\n    decode");
  }

  @Test
  void aCampaignIsScoredAgainstAnAnchorOfItsOwn() throws Exception {
    String campaign = file(streaming()).toString();
    JsonNode run = say("run", "--campaign", campaign, "--json").json();
    JsonNode experiment = run.path("experiments").path(0);
    assertThat(experiment.path("bd_rate").path("blocks").isMissingNode()).isFalse();

    JsonNode shown = say("anchors", "--campaign", campaign, "--json").json();
    assertThat(shown.path("main_anchor").asString()).isEqualTo("blocks");
    JsonNode blocks = shown.path("anchors").path(0);
    assertThat(blocks.path("points").size()).isEqualTo(6);
    assertThat(blocks.path("command").asString())
        .contains("/main.py encode {input} {quality}")
        .contains("/main.py decode {bitstream}");

    // CPU seconds would differ if anything were measured again.
    assertThat(say("anchors", "--campaign", campaign, "--json").json()).isEqualTo(shown);
    // What the folder held is kept: the campaign's anchor can be measured without it.
    Files.writeString(folder.resolve("codec/other.txt"), "another anchor");
    JsonNode other = say("anchors", "--campaign", campaign, "--json").json();
    assertThat(other.path("anchors").path(0).path("points").path(0).path("encode_cpu_s"))
        .isNotEqualTo(blocks.path("points").path(0).path("encode_cpu_s"));
    assertThat(other.path("anchors").path(0).path("points").path(0).path("bytes"))
        .isEqualTo(blocks.path("points").path(0).path("bytes"));
  }

  @Test
  void aProgramIsEvaluatedAsTheFilesCampaignWouldMeasureIt() throws Exception {
    String program = ROOT.resolve("codecs/examples/python-blocks").toString();
    String measuring = streaming() + "objective: ssim\n";
    Path campaign = file(measuring + "cascade: {frames: 1}\n");
    JsonNode experiment =
        say("evaluate", program, "--campaign", campaign.toString(), "--json").json();
    assertThat(experiment.path("score").isNumber()).as(experiment.toString()).isTrue();
    assertThat(experiment.at("/bd_rate/blocks~1objective")).isEqualTo(experiment.path("score"));
    assertThat(experiment.path("bd_rate").has("x264-medium")).isFalse();
    assertThat(experiment.path("short_score").isNull()).isTrue();

    String tight = file(measuring + "limits: {decoder_bytes: 10}\n").toString();
    Spoken failed = say("evaluate", program, "--campaign", tight, "--frames", "2");
    assertThat(failed.exit()).as(failed.out()).isEqualTo(1);
    assertThat(failed.out()).contains("the campaign allows 10");
  }

  @Test
  void thePagesExampleIsMeasured() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/campaign-file.md"));
    String section = page.substring(page.indexOf("## Anchors of your own"));
    int begin = section.indexOf("```yaml\n") + 8;
    String yaml =
        section
            .substring(begin, section.indexOf("```", begin))
            .replace("my.mkv", "tiny.y4m")
            .replace("codecs/examples/python-blocks", "codec");
    Path example = Files.writeString(folder.resolve("example.yaml"), yaml);
    Campaigns.checkMeasuring(CampaignFile.read(example));
    JsonNode shown =
        say("anchors", "--campaign", example.toString(), "--anchor", "python-blocks", "--json")
            .json();
    assertThat(shown.path("main_anchor").asString()).isEqualTo("x264-medium");
    assertThat(shown.path("anchors").path(1).path("name").asString()).isEqualTo("python-blocks");
    assertThat(shown.path("anchors").path(1).path("bd_rate").doubleValue()).isPositive();

    assumeThat(Path.of("/usr/bin/ffmpeg")).exists();
    JsonNode debian =
        say("anchors", "--campaign", example.toString(), "--anchor", "debian-mpeg2", "--json")
            .json();
    assertThat(debian.path("anchors").path(1).path("points").size()).isEqualTo(9);
  }

  @Test
  void mistakesAreSaidWithTheirLine() throws Exception {
    mistake(streaming().replace("{quality}", "{crf}"), "line 4", "the placeholder {crf}");
    mistake(streaming().replace("{input} ", ""), "line 4", "needs the placeholder {input}");
    mistake(streaming().replace("name: blocks", "name: x265-medium"), "anchor that ships");
    mistake(streaming() + streaming(), "There are two anchors 'blocks'");
    mistake(streaming().replace("qualities", "quality"), "there is no key 'anchors[1].quality'");
    mistake(streaming().replaceFirst("    decode: .*\n", ""), "needs the key 'decode'");
    mistake(streaming().replaceFirst("    files: .*\n", ""), "say with 'files' which folder");
    mistake("  - h266\n", "should be one of x264");
    mistake(streaming().replace("python3 {files}", "no-such-encoder {files}"), "no program");
    mistake(
        streaming()
            .replace(
                "python3 {files}/main.py encode {input} {quality}",
                "'{files}/other {input} {quality}'"),
        "has no file other in its 'files'");
    mistake(streaming().replace("files: codec", "files: nowhere"), "has no files in");
  }

  private void mistake(String anchors, String... parts) throws IOException {
    String campaign = file(anchors).toString();
    Spoken said = say("run", "--campaign", campaign);
    assertThat(said.exit()).as(said.out()).isEqualTo(2);
    assertThat(said.err()).contains(parts);
  }

  @Test
  void anAnchorWhoseCommandFailsStopsTheCampaignWithItsWords() throws Exception {
    Files.writeString(folder.resolve("codec/main.py"), "raise SystemExit('no licence file')\n");
    Spoken said = say("run", "--campaign", file(streaming()).toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("The anchor blocks at quality 90 on tiny: its encode command failed:")
        .contains("no licence file");
  }

  @Test
  void filesThatChangeWhileTheyAreReadAreNotTakenForOthers() throws Exception {
    OwnAnchor own = CampaignFile.read(file(streaming())).anchorChoice().own().getFirst();
    var anchor = own.here();
    Files.writeString(folder.resolve("codec/main.py"), "other");
    assertThatThrownBy(() -> AnchorFiles.keep(own, anchor, new MemoryArtifactStore()))
        .hasMessageContaining("changed while they were read");
  }
}
