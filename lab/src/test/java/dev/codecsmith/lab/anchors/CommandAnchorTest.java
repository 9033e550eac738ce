package dev.codecsmith.lab.anchors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.RunSlots;
import dev.codecsmith.lab.local.Machine;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.run.DirectProcesses;
import dev.codecsmith.store.RatePoint;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anchors that are commands of somebody's own. */
class CommandAnchorTest {
  @TempDir private Path folder;
  private final MemoryArtifactStore artifacts = new MemoryArtifactStore();

  private AnchorBench bench() throws IOException {
    return new AnchorBench(
        new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
        () -> new CommandCodec(Machine.get().sandbox(), artifacts),
        new RunSlots(2),
        folder.resolve("work"));
  }

  private Clip clip() throws IOException {
    return TestClips.moving(folder, "moving", 64, 48, 3);
  }

  private CommandAnchorBuilder steps() throws IOException {
    return StepCodec.anchor(artifacts, false);
  }

  @Test
  void filesAndStandardOutputGiveTheSameCurve() throws Exception {
    CommandAnchor streams = steps().build();
    CommandAnchor files = StepCodec.anchor(artifacts, true).build();
    AnchorCurve curve = bench().measure(streams, clip());
    assertThat(curve.points()).extracting(RatePoint::quality).isEqualTo(StepCodec.STEPS);
    for (int i = 1; i < curve.points().size(); i++) {
      RatePoint better = curve.points().get(i - 1);
      RatePoint worse = curve.points().get(i);
      assertThat(worse.bytes()).isLessThan(better.bytes());
      assertThat(worse.metrics().get("psnr_yuv")).isLessThan(better.metrics().get("psnr_yuv"));
    }
    assertThat(bench().measure(files, clip()).points())
        .extracting(RatePoint::bytes)
        .isEqualTo(curve.points().stream().map(RatePoint::bytes).toList());
  }

  @Test
  void withoutASandboxItGivesTheSame() throws Exception {
    CommandAnchor anchor = StepCodec.anchor(artifacts, true).build();
    AnchorBench open =
        new AnchorBench(
            new AnchorCodec(DirectProcesses.detect(), Ffmpeg.bundled()),
            () -> new CommandCodec(DirectProcesses.detect(), artifacts),
            new RunSlots(2),
            folder.resolve("open"));
    assertThat(open.measure(anchor, clip()).points())
        .extracting(RatePoint::bytes)
        .isEqualTo(
            bench().measure(anchor, clip()).points().stream().map(RatePoint::bytes).toList());
  }

  @Test
  void itsDecoderSeesTheBitstreamAndNoClip() throws Exception {
    CommandAnchor looking =
        steps()
            .decode(
                List.of("/bin/sh", "-c", "ls /in >&2; ls /root /home >&2; exit 3", "{bitstream}"))
            .build();
    assertThatThrownBy(() -> bench().measure(looking, clip()))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining("The anchor steps at quality")
        .hasMessageContaining("its decode command failed")
        .hasMessageContaining("bitstream")
        .hasMessageContaining("cannot access '/root'")
        .hasMessageNotContaining("source.y4m");
  }

  @Test
  void aVideoOfAnotherLengthIsNoCurve() throws Exception {
    for (String cut : List.of("head -c 4000", "cat")) {
      CommandAnchor wrong =
          steps()
              .encode(List.of("/bin/sh", "-c", "cat {input} #{quality}"))
              .decode(
                  List.of(
                      "/bin/sh", "-c", cut + " {bitstream}; tail -c +90 {bitstream} | head -c 9"))
              .build();
      assertThatThrownBy(() -> bench().measure(wrong, clip()))
          .hasMessageContaining("its decode command wrote a wrong video:");
    }
  }

  @Test
  void aCommandThatWritesNothingIsNamed() throws Exception {
    assertThatThrownBy(() ->
            bench()
                .measure(
                    steps().encode(List.of("/bin/true", "{input}", "{quality}")).build(), clip()))
        .hasMessageContaining("its encode command wrote an empty bitstream");
    assertThatThrownBy(() ->
            bench()
                .measure(
                    steps()
                        .encode(List.of("/bin/true", "{input}", "{quality}", "{bitstream}"))
                        .build(),
                    clip()))
        .hasMessageContaining("its encode command failed")
        .hasMessageContaining("it wrote no file");
  }

  @Test
  void aMachineWithoutItsProgramOrWithAnotherSaysWhatToDo() throws Exception {
    TreeMap<String, String> programs = new TreeMap<>();
    programs.put("/usr/bin/vvencapp-is-not-here", "ab".repeat(32));
    CommandAnchor missing = steps().programs(programs).build();
    assertThatThrownBy(() -> bench().requirePrograms("worker-7", missing))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessage(
            "The worker worker-7 lacks the program /usr/bin/vvencapp-is-not-here, which the anchor"
                + " steps runs: install the same one there, or put it into the folder that the"
                + " anchor's 'files' names, which goes to every worker.");
    programs.clear();
    programs.put("/bin/sh", "ab".repeat(32));
    CommandAnchor another = steps().programs(programs).build();
    assertThatThrownBy(() -> bench().requirePrograms("worker-7", another))
        .hasMessageContaining("has another program /bin/sh than the campaign's machine");
    bench().requirePrograms("worker-7", steps().build());
  }

  @Test
  void whatCannotBeMeantIsRefused() throws Exception {
    refused(steps().encode(List.of("enc", "{input}")), "needs the placeholder {quality}");
    refused(steps().encode(List.of("enc", "{quality}")), "needs the placeholder {input}");
    refused(steps().decode(List.of("dec")), "needs the placeholder {bitstream}");
    refused(
        steps().decode(List.of("dec", "{bitstream}", "{input}")),
        "the placeholder {input}, which there is none of there; there are {bitstream}, {files},"
            + " {output}");
    refused(steps().encode(List.of("enc", "{input}", "{quality}", "{crf}")), "{crf}");
    refused(steps().name("x264-medium"), "name of an anchor that ships");
    refused(steps().name("../x"), "lower-case letters");
    refused(steps().values(List.of(1, 2, 3, 4, 5)), "from 6 to 64 different qualities");
    refused(steps().values(List.of(2, 3, 4, 6, 8, 8, 24)), "different qualities");
    refused(steps().bandBest(24).bandWorst(3), "goes from one of its qualities, the best");
    refused(steps().bandBest(12), "at least 4 of them");
    TreeMap<String, CommandFile> files = new TreeMap<>();
    files.put("../../etc/passwd", new CommandFile("ab".repeat(32), false));
    refused(steps().files(files), "has no file ../../etc/passwd");
  }

  private static void refused(CommandAnchorBuilder anchor, String why) {
    assertThatThrownBy(anchor::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void bothKindsComeBackFromJson() throws Exception {
    List<Anchor> anchors = List.of(Anchors.named("x264-medium"), steps().build());
    assertThat(List.of(Json.read(Json.write(anchors), Anchor[].class))).isEqualTo(anchors);
  }

  @Test
  void wordsMayBeQuoted() {
    assertThat(CommandWords.split("  a 'b c' \"d 'e'\"f  '' "))
        .containsExactly("a", "b c", "d 'e'f", "");
    assertThatThrownBy(() -> CommandWords.split("a 'b")).hasMessageContaining("not closed");
  }

  @Test
  void aProgramIsTheSystemsOrAmongTheFiles() {
    assertThat(SystemPrograms.resolved(List.of("sh", "x")).getFirst()).endsWith("/bin/sh");
    assertThat(SystemPrograms.resolved(List.of("{files}/enc", "x")).getFirst())
        .isEqualTo("{files}/enc");
    assertThatThrownBy(() -> SystemPrograms.resolved(List.of("no-such-encoder")))
        .hasMessageContaining("there is no program 'no-such-encoder' in /usr/local/bin, /usr/bin");
    assertThatThrownBy(() -> SystemPrograms.resolved(List.of("/opt/vvenc/vvencapp")))
        .hasMessageContaining("name its folder with 'files' and the program as {files}/vvencapp");
  }
}
