package dev.codecsmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.video.PixelFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a user meets it: what it prints, what it returns, what it says of bad input. */
class CommandTest {
  @TempDir private Path folder;

  @BeforeAll
  static void vectors() {
    VectorModule.load();
  }

  /** What one call printed and returned. */
  private record Said(int exit, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }
  }

  private Said say(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Codecsmith.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all =
        Stream.concat(Arrays.stream(words), Stream.of("--data", data())).toArray(String[]::new);
    return new Said(command.execute(all), out.toString(), err.toString());
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private String clip(String name, int width, int height, int frames) throws IOException {
    Path file = folder.resolve(name);
    TestFootage.write(file, width, height, frames);
    return file.toString();
  }

  @Test
  void aCampaignEndsInATableAndInTheStore() throws Exception {
    String clip = clip("tiny.y4m", 48, 32, 3);
    Said run = say("run", "--clip", clip, "--iterations", "2", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    JsonNode experiment = run.json().path("experiments").path(0);
    assertThat(experiment.path("id").asString()).startsWith("exp_iter1_");
    for (String key :
        new String[] {
          "iteration",
          "status",
          "failure",
          "language",
          "proposer",
          "program_sha256",
          "decoder_bytes",
          "points",
          "bd_rate"
        }) {
      assertThat(experiment.has(key)).as(key).isTrue();
    }
    assertThat(experiment.path("bd_rate").has("x264-medium")).isTrue();
    for (String key :
        new String[] {
          "clip",
          "quality",
          "bytes",
          "bitrate_kbps",
          "psnr_y",
          "psnr_u",
          "psnr_v",
          "psnr_avg",
          "ssim_y",
          "ssim_all",
          "encode_cpu_s",
          "decode_cpu_s",
          "encode_wall_s",
          "decode_wall_s",
          "peak_memory_bytes"
        }) {
      assertThat(experiment.path("points").path(0).path(key).isNumber() || key.equals("clip"))
          .as(key)
          .isTrue();
    }
    String id = experiment.path("id").asString();

    Said again = say("run", "--clip", clip, "--iterations", "2");
    assertThat(again.err()).contains("2 of 2 experiments are finished already");
    assertThat(again.out()).contains(id).contains("BD-rate %");

    assertThat(say("experiments", "list").out()).contains(id);
    Path program = folder.resolve("program");
    assertThat(say("experiments", "show", id, "--program", program.toString()).out())
        .contains("QUALITY")
        .contains("against x264-medium")
        .containsPattern("Nearest to its limits on CPU time: encoding \\d+ % \\(tiny at QUALITY ");
    JsonNode use = say("experiments", "show", id, "--json").json().path("limit_use");
    assertThat(use.at("/decode/share").doubleValue()).isBetween(0.0, 1.0);
    assertThat(program.resolve("program.json")).exists();
    assertThat(say("experiments", "export", "--format", "csv").out().lines().count())
        .isGreaterThan(8);
    assertThat(say("experiments", "delete", "--failed").out()).contains("Deleted");
    assertThat(say("clips", "list").out()).contains("tiny").contains("48x32");

    Said evaluated = say("evaluate", program.toString(), "--clip", clip, "--json");
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(evaluated.json().path("program_sha256"))
        .isEqualTo(experiment.path("program_sha256"));
    assertThat(evaluated.json().path("points").path(0).path("bytes"))
        .isEqualTo(experiment.path("points").path(0).path("bytes"));
    whatEvaluateMeasuredIsKept(evaluated.json(), clip, program);
    theCampaignIsOneObjectWhereverItIsPrinted(run.json().path("campaign"));

    Path nowhere = folder.resolve("nowhere").resolve("out.json");
    sentence(say("experiments", "export", "--out", nowhere.toString()), "There is no folder");
    refused(say("replay", id, "--from-seed"), "is one experiment", "replay campaign_");
    Said fewer = say("run", "--clip", clip, "--iterations", "1");
    assertThat(fewer.err()).contains("1 of 1 experiments are finished already");
  }

  private void whatEvaluateMeasuredIsKept(JsonNode evaluated, String clip, Path program)
      throws Exception {
    String id = evaluated.path("id").asString();
    assertThat(id).startsWith("exp_iter1_");
    assertThat(evaluated.path("campaign").asString()).startsWith("evaluate_");
    assertThat(say("experiments", "list").out()).contains(id);
    assertThat(say("experiments", "show", id).out()).contains("QUALITY", "user");
    Said replayed = say("replay", id);
    assertThat(replayed.out()).as(replayed.err()).contains("figures came out the same");
    assertThat(replayed.err()).doesNotContain("/0]").contains("[1/1]");
    // As a kill does between the record and its event.
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + Path.of(data(), "store.sqlite"));
        Statement statement = connection.createStatement()) {
      assertThat(
              statement.executeUpdate("DELETE FROM campaign_events WHERE key = 'ended/" + id + "'"))
          .isEqualTo(1);
    }
    Said again = say("evaluate", program.toString(), "--clip", clip);
    try (DataDirectory opened = DataDirectory.open(Path.of(data()), DataDirectory.Access.READ)) {
      String told = "ended/" + id;
      assertThat(opened.events().told(evaluated.path("campaign").asString(), List.of(told)))
          .containsExactly(told);
    }
    assertThat(again.err()).contains("[1/1]").doesNotContain("[2/1]");
    assertThat(again.out())
        .contains("exp_iter2_")
        .containsPattern("./codecsmith experiments show exp_iter2_\\w+ --data " + data());
    refused(say("replay", id, "--from-seed"), "was not proposed");
    refused(
        say("campaign", "resume", evaluated.path("campaign").asString()), "nothing to go on with");
  }

  /** A campaign of the user's own goes before what evaluate keeps. */
  private void theCampaignIsOneObjectWhereverItIsPrinted(JsonNode campaign) {
    assertThat(campaign.path("iterations").asInt()).isEqualTo(2);
    assertThat(campaign.at("/clips/0/format").asString()).contains("48x32");
    assertThat(say("campaign", "export").json().path("campaign")).isEqualTo(campaign);
    JsonNode status =
        say("campaign", "status", campaign.path("id").asString(), "--json").json().path(0);
    campaign
        .propertyNames()
        .forEach(name -> assertThat(status.path(name)).isEqualTo(campaign.path(name)));
    assertThat(status.path("running").asBoolean()).isFalse();
  }

  @Test
  void aFolderWithoutCampaignsSaysSoAndWhatToRun() throws Exception {
    DataDirectory.open(Path.of(data()), DataDirectory.Access.WRITE).close();
    for (String[] words : new String[][] {{"experiments", "list"}, {"campaign", "status"}}) {
      assertThat(say(words).out()).contains("No campaigns in").contains("run --data " + data());
    }
    assertThat(say("experiments", "list", "--json").json()).isEmpty();
    sentence(
        say("campaign", "export"), "There is no campaign yet; start one with ./codecsmith run");
  }

  @Test
  void aFileIsNoDataFolder() throws Exception {
    Files.writeString(folder.resolve("data"), "a file");
    sentence(say("experiments", "list"), "is a file, not a folder");
    sentence(say("run", "--clip", clip("tiny.y4m", 48, 32, 2)), "is a file, not a folder");
    Said doctor = say("doctor");
    assertThat(doctor.exit()).isEqualTo(1);
    assertThat(doctor.out()).containsPattern("FAULT +disk +.*is a file, not a folder");
    assertThat(doctor.out()).containsPattern("FAULT +store +No store can be made");
  }

  @Test
  void tablesHaveNoTwoColumnsOfOneNameAndTimesToTheSecond() throws Exception {
    String clip = clip("tiny.y4m", 48, 32, 2);
    String other = clip("other.y4m", 48, 32, 3);
    Said run = say("run", "--clip", clip, "--hold-out", other, "--iterations", "1");
    assertThat(run.exit()).as(run.err()).isZero();
    String list = say("experiments", "list").out();
    assertThat(list).containsPattern("since [-0-9]+T[:0-9]+Z\n").contains("held out %");
    String head = list.lines().filter(line -> line.contains("BD-rate %")).findFirst().orElseThrow();
    assertThat(head.strip().split(" {2,}")).doesNotHaveDuplicates().contains("program", "size");
  }

  @Test
  void aCampaignWithoutClipsHoldsOneOut() {
    Said run = say("run", "--frames", "2", "--anchor", "x264-medium", "--iterations", "1");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("clip foliage, .* 2 frames, held out")
        .containsPattern("On the clips that were searched on: .* % against x264-medium")
        .containsPattern("On clips that were held out: .* % against x264-medium");
  }

  @Test
  void everyBadClipIsOneSentence() throws Exception {
    sentence(say("run", "--clip", folder.resolve("none.mkv").toString()), "none.mkv");
    Path text = Files.writeString(folder.resolve("notes.txt"), "no video");
    sentence(say("run", "--clip", text.toString()), "notes.txt");
    Path empty = Files.createFile(folder.resolve("empty.y4m"));
    sentence(say("run", "--clip", empty.toString()), "empty.y4m");
    Path header = Files.writeString(folder.resolve("zero.y4m"), "YUV4MPEG2 W16 H16 F25:1 C420\n");
    sentence(say("run", "--clip", header.toString()), "zero.y4m");
    byte[] whole = Files.readAllBytes(Path.of(clip("whole.y4m", 32, 16, 3)));
    Path cut = Files.write(folder.resolve("cut.y4m"), Arrays.copyOf(whole, whole.length - 1));
    sentence(say("run", "--clip", cut.toString()), "cut.y4m");
    Path deep = folder.resolve("deep.y4m");
    TestFootage.write(deep, 32, 16, 2, PixelFormat.ofFfmpegName("yuv420p10le"));
    sentence(say("run", "--clip", deep.toString()), "8-bit 4:2:0");
  }

  @Test
  void everyBadOptionIsOneSentence() throws Exception {
    sentence(say("experiments", "list"), "There is no data folder", "./codecsmith run --data ");
    sentence(say("experiments", "delete", "--failed"), "There is no data folder");
    sentence(say("experiments", "clean"), "There is no data folder");
    sentence(say("replay", "exp_iter1"), "There is no data folder");
    assertThat(folder.resolve("data")).doesNotExist();
    refused(say("run", "--iterations", "0"), "--iterations");
    refused(say("run", "--qualities", "20,40"), "at least four");
    refused(say("run", "--qualities", "low"), "separated by commas");
    refused(say("run", "--proposer", "oracle"), "library, tuner");
    refused(say("run", "--anchor", "h266"), "x264-medium");
    refused(say("run", "--lag", "257"), "--lag must be from 1 to 256, found 257");
    refused(say("run", "--parallel", "0"), "--parallel must be from 1 to 1024");
    refused(say("run", "--prompt-tokens", "12"), "--prompt-tokens must be from 4000");
    sentence(say("run", "--campaign", "none.yaml"), "none.yaml");
    Path yaml = Files.writeString(folder.resolve("c.yaml"), "iteration: 3\n");
    refused(say("run", "--campaign", yaml.toString()), "did you mean 'iterations'?");
    sentence(say("evaluate", folder.toString()), "program.json");
    Said unknown = say("run", "--no-such-option");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.err())
        .startsWith("codecsmith: ")
        .contains("--no-such-option", "codecsmith run --help")
        .hasLineCount(1);
  }

  @Test
  void aDeviceThatIsNotThereIsSaidBeforeAnythingRuns() throws Exception {
    String clip = clip("tiny.y4m", 48, 32, 2);
    refused(say("run", "--clip", clip, "--device", "/dev/none"), "no device /dev/none");
    refused(say("evaluate", "--clip", clip, "--device", "/dev/none", "codecs"), "/dev/none");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aCascadeOverWholeClipsIsRefused() throws Exception {
    String clip = clip("tiny.y4m", 48, 32, 3);
    refused(say("run", "--clip", clip, "--cascade", "3"), "saves nothing", "tiny, has 3");
  }

  @Test
  void aClipGivenTwiceIsToldFromTwoOfOneName() throws Exception {
    String clip = clip("tiny.y4m", 48, 32, 2);
    refused(say("run", "--clip", clip, "--hold-out", clip), "by --clip and by --hold-out");
    refused(say("run", "--clip", clip, "--clip", clip), "given twice by --clip");
    Path other = Files.createDirectory(folder.resolve("other")).resolve("tiny.y4m");
    TestFootage.write(other, 48, 32, 3);
    refused(say("run", "--clip", clip, "--hold-out", other.toString()), "rename one of the files");
  }

  private static void sentence(Said said, String... parts) {
    complaint(1, said, parts);
  }

  private static void refused(Said said, String... parts) {
    complaint(2, said, parts);
  }

  private static void complaint(int exit, Said said, String... parts) {
    assertThat(said.exit()).as(said.err()).isEqualTo(exit);
    assertThat(said.err().strip().lines()).as(said.err()).hasSize(1);
    assertThat(said.err()).startsWith("codecsmith: ").contains(parts);
    assertThat(said.out()).isEmpty();
  }

  @Test
  void aCampaignFileSaysWhatOptionsSay() throws Exception {
    clip("tiny.y4m", 48, 32, 2);
    Path yaml =
        Files.writeString(
            folder.resolve("c.yaml"),
            """
            name: from a file
            clips: [tiny.y4m]
            iterations: 1
            qualities: [15, 40, 60, 85]
            proposers: [library]
            limits:
              memory_mebibytes: 512
            """);
    Said run = say("run", "--campaign", yaml.toString(), "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("campaign").path("name").asString()).isEqualTo("from a file");
    assertThat(
            run.json().path("experiments").path(0).path("points").path(0).path("quality").asInt())
        .isEqualTo(15);
  }

  @Test
  void oddSizesAreCoded() throws Exception {
    Said run = say("run", "--clip", clip("odd.y4m", 35, 27, 2), "--iterations", "1", "--json");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.json().path("experiments").path(0).path("points").size()).isEqualTo(4);
  }

  @Test
  void doctorTriesEverything() {
    Said doctor = say("doctor");
    assertThat(doctor.exit()).as(doctor.out()).isZero();
    assertThat(doctor.out()).contains("sandbox").contains("ffmpeg").contains("store");
  }
}
