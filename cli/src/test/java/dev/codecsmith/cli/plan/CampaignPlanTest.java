package dev.codecsmith.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.codecsmith.cli.output.Times;
import dev.codecsmith.evolve.campaign.CampaignRules;
import dev.codecsmith.lab.evaluation.Cascade;
import dev.codecsmith.lab.evaluation.Constraints;
import dev.codecsmith.lab.objective.Objective;
import dev.codecsmith.lab.objective.SoftPrices;
import dev.codecsmith.lab.race.Racing;
import dev.codecsmith.sandbox.program.EditablePaths;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.source.FileAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a person asks for, by options and in a file, and what is kept of it. */
class CampaignPlanTest {
  @TempDir private Path folder;

  private static CampaignPlan plan(String... arguments) throws IOException {
    CampaignOptions options = new CampaignOptions();
    @CommandLine.Command
    final class Holder {
      @CommandLine.Mixin private final CampaignOptions mixed = options;
    }
    Holder holder = new Holder();
    new CommandLine(holder).parseArgs(arguments);
    return holder.mixed.plan();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("campaign.yaml"), text);
  }

  @Test
  void theLibraryHoldsTheQuickProgramsOnly() {
    assertThat(Library.of(CampaignPlan.defaults()).programs().sequencedKeySet())
        .containsExactly("intra", "motion", "subpel");
  }

  @Test
  void aCampaignThatIsSentNamesFilesByAbsolutePathsOrAddresses() {
    String address = "https://host/a.y4m#sha256=" + "0".repeat(64);
    CampaignPlan sent = CampaignFile.of("sent", "clips: [/a.y4m, '" + address + "']");
    assertThat(sent.clips().getFirst()).isEqualTo(Path.of("/a.y4m"));
    assertThat(FileAddress.of(sent.clips().getLast()).orElseThrow()).hasToString(address);
    assertThatThrownBy(() -> CampaignFile.of("sent", "held_out: [a.y4m]"))
        .hasMessage(
            "sent, line 1, held_out: a campaign that is sent names files by absolute paths or"
                + " addresses, not by 'a.y4m'");
  }

  @Test
  void optionsAndFileSayTheSame() throws Exception {
    CampaignRules rules =
        new CampaignRules(
            OptionalDouble.of(-12.5), Optional.of(Duration.ofMinutes(90)), Duration.ofSeconds(60));
    CampaignPlan byOptions =
        plan(
            "--target=-12.5",
            "--time=1h30m",
            "--pause=60s",
            "--lag=4",
            "--tune-between=3",
            "--cascade=8",
            "--race=0.1",
            "--device=/dev/null");
    CampaignPlan byFile =
        CampaignFile.read(
            file(
                """
                target: -12.5
                time: 90m
                pause: 60s
                lag: 4
                tune_between: 3
                cascade: {frames: 8, race: {error_rate: 0.1}}
                devices: [/dev/null]
                """));
    assertThat(byOptions).isEqualTo(byFile);
    assertThat(byOptions.rules()).isEqualTo(rules);
    assertThat(byOptions.cascade())
        .contains(
            new Cascade(8, List.of(30, 70), 50, Optional.of(new Racing(0.1, 0.1))).checking(0.1));
    assertThat(byOptions.devices()).containsExactly(Path.of("/dev/null"));
    assertThat(byOptions.lag()).isEqualTo(4);
    assertThat(byOptions.tuneBetween()).isEqualTo(3);
  }

  @Test
  void onGeneratedClipsAnEncoderOfEachStandardIsTheReference() throws IOException {
    assertThat(plan().anchors()).containsExactly("x264-medium", "x265-medium", "svt-av1-8");
    assertThat(plan("--seed=2").anchors()).hasSize(3);
    assertThat(plan("--clip=a.y4m").anchors()).containsExactly("x264-medium");
    assertThat(plan("--anchor=libaom-4").anchors()).containsExactly("libaom-4");
  }

  @Test
  void aRaceNeedsACascade() {
    assertThatThrownBy(() -> plan("--race=0.05"))
        .hasMessageContaining("--race needs a cascade")
        .hasMessageContaining("--cascade 8");
    assertThatThrownBy(() -> plan("--cascade=8", "--race=0.7"))
        .hasMessageContaining("error rate")
        .hasMessageContaining("0.7");
  }

  @Test
  void optionsWinOverTheFile() throws Exception {
    Path file = file("target: -10\niterations: 5\nseed: 3\n");
    CampaignPlan plan = plan("--campaign", file.toString(), "--target=-20", "--seed=4");
    assertThat(plan.rules().target()).hasValue(-20);
    assertThat(plan.seed()).isEqualTo(4);
    assertThat(plan.iterations()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1x", "h", "-5s", "1m1h"})
  void aTimeThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Times.parse("--time", text))
        .hasMessageContaining("--time takes a time such as");
  }

  @Test
  void anEmptyListOfClipsIsNoWishForGeneratedOnes() throws Exception {
    Path file = file("clips: []\n");
    assertThatThrownBy(() -> CampaignFile.read(file)).hasMessageContaining("'clips' is empty");
  }

  @Test
  void everyMistakeInAFileIsASentenceWithItsLineAndKey() throws Exception {
    mistake("frames: 4\nframes: 5\n", ", line 2: the key 'frames' stands here a second time.");
    mistake(
        "limits:\n  start_seconds: 1\n  \"start_seconds\": 2\n",
        ", line 3: the key 'limits.start_seconds' stands here a second time.");
    mistake(
        "models:\n- proposer: claude\n  name: a\n  name: b\n",
        ", line 4: the key 'models[1].name' stands here a second time.");
    mistake("seed: 1\nframes: many\n", ", line 2: 'frames' should be an integer", "found 'many'.");
    mistake("frames: 0\n", "'frames' should be an integer of at least 1, found '0'.");
    mistake("frames: 1.5\n", "'frames' should be an integer");
    mistake("seed: x\n", "'seed' should be an integer, found 'x'.");
    mistake("lag: 1000\n", "'lag' should be an integer from 1 to 256, found '1000'.");
    mistake("clips: {a: b}\n", "'clips' should be a text, found keys of its own.");
    mistake("frames:\n", ", line 1: the key 'frames' has no value.");
    mistake("keep_reconstructions: maybe\n", "should be true or false, found 'maybe'.");
    mistake("target: low\n", "'target' should be a number, found 'low'.");
    mistake("budget_usd: -5\n", "'budget_usd' should be a number above 0");
    mistake("qualities: [20, 40]\n", ", line 1, qualities: ", "at least four");
    mistake("proposers: [library, oracle]\n", "should be one of library, tuner, random, claude");
    mistake("anchors: h266\n", "should be one of x264", "found 'h266'.");
    mistake("time: soon\n", ", line 1, time: ", "such as 45s");
    mistake("cascade: {margin: 3}\n", "'cascade' needs the key 'frames'");
    mistake(
        "cascade: {frames: 8, rises: [{iteration: 40}]}\n",
        "A rise needs the key 'frames', such as {iteration: 40, frames: 24}.");
    mistake(
        "cascade: {frames: 8, rises: [{iteration: 40, frames: 8}]}\n",
        "found 8 frames from iteration 40 on behind 8 frames from iteration 1 on");
    mistake("cascade: {frames: 8, checked: 2}\n", "number from 0 to 1", "found 2.0");
    mistake("cascade: 8\n", "'cascade' should be keys of its own");
    mistake("limits:\n  memory_mebibytes: 1\n", ", line 2: 'limits.memory_mebibytes' should be");
    mistake("models:\n  - {proposer: claude}\n", ", line 1, models: ", "claude needs --model");
    mistake("models:\n  - {proposer: claude, name: a, names: x}\n", "line 2", "mean", "name'?");
  }

  @Test
  void aKeyThatIsNotKnownGetsItsLineAndTheOneThatWasMeant() throws Exception {
    mistake("seed: 1\niteration: 3\n", "line 2: there is no key 'iteration'", "'iterations'?");
    mistake("footage: [a]\n", "there is no key 'footage'; there are agent_command, ");
    mistake("held-out: [a]\n", "did you mean 'held_out'?");
    mistake("limits: {memory_mebibyte: 64}\n", "'limits.memory_mebibyte'", "memory_mebibytes'?");
  }

  @Test
  void thePageAboutTheFileListsEveryKey() throws Exception {
    String page =
        Files.readString(
            Path.of(System.getProperty("codecsmith.root", "..")).resolve("docs/campaign-file.md"));
    for (String section :
        List.of("", "limits", "cascade", "objective", "objective.prices", "constraints")) {
      Path file =
          file(
              switch (section) {
                case "limits" -> "limits: {xxxxxxxx: 1}\n";
                case "constraints" -> "constraints: {xxxxxxxx: 1}\n";
                case "objective" -> "objective: {xxxxxxxx: 1}\n";
                case "objective.prices" -> "objective: {prices: {xxxxxxxx: 1}}\n";
                case "cascade" -> "cascade: {frames: 3, xxxxxxxx: 1}\n";
                default -> "xxxxxxxx: 1\n";
              });
      String sentence = String.valueOf(catchThrowable(() -> CampaignFile.read(file)));
      String keys =
          sentence.substring(sentence.indexOf("; there are ") + 12, sentence.length() - 1);
      for (String key : keys.split(", ", -1)) {
        String name = section.isEmpty() ? key : section + "." + key;
        assertThat(page).contains("| `" + name + "` ");
      }
    }
  }

  @Test
  void aFileThatIsNoCampaignSaysWhatItIs() throws Exception {
    mistake("", " is empty; it should hold lines such as 'iterations: 20'.");
    mistake("# only a comment\n", " is empty;");
    mistake("- a\n- b\n", "should hold lines such as 'iterations: 20', found a list.");
    mistake("iterations\n", "found 'iterations'.");
    mistake("name: a\nframes: [4\n", ", line ", "this is not YAML: ");
    Path bytes = Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, 0x20});
    assertThatThrownBy(() -> CampaignFile.read(bytes)).hasMessageContaining("not text in UTF-8");
  }

  /** One sentence about the file, without a word of Java. */
  private void mistake(String yaml, String... parts) throws IOException {
    Path file = file(yaml);
    assertThatThrownBy(() -> CampaignFile.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file.toString())
        .message()
        .contains(parts)
        .doesNotContain("java.", "jackson", "snakeyaml", "Content", "line -1")
        .hasLineCount(1);
  }

  @Test
  void everyKeyOfAFileHasItsPlaceInThePlan() throws Exception {
    CampaignPlan plan =
        CampaignFile.read(
            file(
                """
                name: 7
                clips: a.y4m
                held_out: []
                qualities: auto
                anchors: x265-medium
                keep_reconstructions: true
                limits: {decoder_bytes: 2000000, start_seconds: 2.5, memory_mebibytes: 64}
                cascade: {frames: 4, qualities: [20, 50], margin: 12.5, checked: 0.25, race: {error_rate: 0.2, checked: 0}, rises: [{iteration: 40, frames: 24}]}
                proposers: tuner
                seed: -3
                """));
    assertThat(plan.name()).isEqualTo("7");
    assertThat(plan.clips()).containsExactly(folder.toAbsolutePath().resolve("a.y4m"));
    assertThat(plan.heldOut()).isEmpty();
    assertThat(plan.qualities()).isEqualTo("auto");
    assertThat(plan.anchors()).containsExactly("x265-medium");
    assertThat(plan.keepReconstructions()).isTrue();
    assertThat(plan.limits().decoderBytes()).isEqualTo(2_000_000);
    assertThat(plan.limits().startSeconds()).isEqualTo(2.5);
    assertThat(plan.limits().memoryBytes()).isEqualTo(64L << 20);
    assertThat(plan.cascade())
        .contains(
            new Cascade(
                4,
                List.of(20, 50),
                12.5,
                Optional.of(new Racing(0.2, 0)),
                List.of(new Cascade.Rise(40, 24)),
                0.25));
    assertThat(plan.proposers()).containsExactly("tuner");
    assertThat(plan.seed()).isEqualTo(-3);
  }

  @Test
  void aFileSaysWhatProgramsAreRankedBy() throws Exception {
    assertThat(CampaignFile.read(file("objective: ssim\n")).objective())
        .isEqualTo(Objective.of("ssim"));
    assertThat(
            CampaignFile.read(
                    file(
                        """
                        objective:
                          metrics: {psnr_yuv: 2, ms_ssim: 0.5}
                          prices: {decode_cpu_second_per_megapixel: 1.5, decoder_kibibyte: 0.1}
                        """))
                .objective())
        .isEqualTo(Objective.parse("psnr_yuv=2,ms_ssim=0.5").at(new SoftPrices(0, 1.5, 0.1)));
    assertThat(CampaignFile.read(file("iterations: 1\n")).objective()).isEqualTo(Objective.DEFAULT);
    assertThatThrownBy(() -> CampaignFile.read(file("iterations: 1\nobjective: vmaf\n")))
        .hasMessageContaining("line 2, objective: There is no objective 'vmaf'");
    assertThatThrownBy(() -> CampaignFile.read(file("objective: {metrics: {vmaf: 1}}\n")))
        .hasMessageContaining("there is no key 'objective.metrics.vmaf'");
  }

  @Test
  void aFileSaysWhatBitstreamsMustAllow() throws Exception {
    assertThat(CampaignFile.read(file("constraints: {random_access: 8}\n")).constraints())
        .isEqualTo(Constraints.NONE.withRandomAccess(8));
    assertThat(CampaignFile.read(file("seed: 1\n")).constraints()).isEqualTo(Constraints.NONE);
    mistake("constraints: {random_access: 0}\n", "'constraints.random_access'", "at least 1");
    assertThat(CampaignFile.read(file("constraints: {low_delay: true}\n")).constraints())
        .isEqualTo(Constraints.NONE.withLowDelay());
    mistake("constraints: {low_delay: 3}\n", "'constraints.low_delay'", "true or false");
    mistake("constraints: {no_delay: true}\n", "'constraints.no_delay'", "low_delay");
  }

  @Test
  void aFileSaysWhatMayBeEdited() throws Exception {
    assertThat(CampaignFile.read(file("editable: [subpel/Dct.java, subpel/]\n")).editable())
        .isEqualTo(new EditablePaths(List.of("subpel/Dct.java", "subpel/")));
    assertThat(CampaignFile.read(file("seed: 1\n")).editable()).isEqualTo(EditablePaths.ALL);
    mistake("editable: []\n", "'editable' is empty; name a file");
    mistake("editable: ['*.java']\n", "line 1, editable: ", "without wildcards");
    mistake("editable: [../a.c]\n", "which is no path of a program's source");
  }

  private static void refused(CampaignPlan plan, String... parts) {
    assertThatThrownBy(() -> Campaigns.check(plan))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void aCampaignThatEditsFilesNeedsAProgramThatHasThem() throws Exception {
    String models = "models: [{proposer: command, command: cat}]\n";
    refused(
        CampaignFile.read(file("editable: [subpel/Nothing.java]\n")),
        "'editable' names subpel/Nothing.java, which no program of the library has");
    refused(
        CampaignFile.read(file("editable: [subpel/, intra/]\n")),
        "'editable' names intra/, which no program of the library has with the others",
        "The files of subpel are subpel/");
    refused(
        CampaignFile.read(file("editable: [subpel/]\nproposers: [command]\n" + models)),
        "name the proposer library, whose programs ship, or outside");
    refused(
        CampaignFile.read(
            file("editable: [subpel/]\nproposers: [library, command]\nlag: 9\n" + models)),
        "a lag of 9 is too much");
    refused(
        CampaignFile.read(
            file("editable: [subpel/]\nproposers: [library, command]\nlanguage: c\n" + models)),
        "files of programs in java, and models are to write in c");
    refused(
        CampaignFile.read(
            file(
                "editable: [subpel/]\nproposers: [library, command]\nstrategy: independent\n"
                    + models)),
        "nothing to edit");
    Campaigns.check(CampaignFile.read(file("editable: [subpel/]\n")));
    Campaigns.check(
        CampaignFile.read(file("editable: [mine/A.java]\nproposers: [outside, library]\n")));
  }

  @Test
  void theProgramsThatACampaignEditsComeFirstAndAreTuned() throws Exception {
    Library library = Library.of(CampaignFile.read(file("editable: [motion/]\n")));
    assertThat(library.programs().sequencedKeySet()).containsExactly("motion", "intra", "subpel");
    assertThat(library.edited().sequencedKeySet()).containsExactly("motion");
    assertThat(library.programs().values())
        .allSatisfy(program -> assertThat(program.editable()).containsExactly("motion/"));
  }

  @Test
  void anOptionForTheObjectiveLeavesThePricesOfTheFile() throws Exception {
    Path file = file("objective: {metrics: ssim, prices: {decoder_kibibyte: 0.1}}\n");
    assertThat(plan("--campaign=" + file, "--objective=psnr_y").objective())
        .isEqualTo(Objective.of("psnr_y").at(new SoftPrices(0, 0, 0.1)));
  }

  @Test
  void aPlanThatWasKeptBeforeThereWereObjectivesIsRead() throws Exception {
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      CampaignPlan plan = plan("--clip=" + folder.resolve("a.y4m").toAbsolutePath());
      String json = Json.write(plan);
      String later = ",\"objective\":null,\"constraints\":null,\"own_anchors\":null";
      assertThat(json).contains(later);
      data.experiments().cache("plan/campaign_1", json.replace(later, ""));
      assertThat(StoredPlan.find(data.experiments(), "campaign_1")).contains(plan);
    }
  }

  @Test
  void aKeptPlanIsThePlan() throws Exception {
    CampaignPlan plan =
        plan("--clip=a.y4m", "--hold-out=b.y4m", "--time=8h", "--target=-3", "--strategy=greedy");
    try (DataDirectory data = DataDirectory.open(folder, DataDirectory.Access.WRITE)) {
      StoredPlan.keep(data.experiments(), "campaign_1", plan);
      CampaignPlan kept = StoredPlan.of(data.experiments(), "campaign_1");
      assertThat(kept)
          .isEqualTo(
              plan.with(changes -> {
                changes.clips = List.of(Path.of("a.y4m").toAbsolutePath());
                changes.heldOut = List.of(Path.of("b.y4m").toAbsolutePath());
              }));
      assertThatThrownBy(() -> StoredPlan.of(data.experiments(), "campaign_2"))
          .hasMessageContaining("was not kept; give the command");
      data.experiments().cache("plan/campaign_3", "{\"name\":1}");
      assertThatThrownBy(() -> StoredPlan.of(data.experiments(), "campaign_3"))
          .hasMessageContaining("another version");
      assertThat(StoredPlan.find(data.experiments(), "campaign_1")).contains(kept);
      assertThat(StoredPlan.find(data.experiments(), "campaign_2")).isEmpty();
      assertThat(StoredPlan.find(data.experiments(), "campaign_3")).isEmpty();
    }
  }
}
