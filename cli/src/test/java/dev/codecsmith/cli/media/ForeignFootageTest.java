package dev.codecsmith.cli.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.output.Warnings;
import dev.codecsmith.cli.plan.CampaignFile;
import dev.codecsmith.cli.plan.CampaignPlan;
import dev.codecsmith.cli.plan.Campaigns;
import dev.codecsmith.store.json.Json;
import dev.codecsmith.video.clips.ClipCatalogue;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Files that say more of their samples than the samples show: told once, in both forms. */
class ForeignFootageTest {
  @TempDir private Path folder;

  private String make(String name, List<String> input, String... output) throws IOException {
    Path file = folder.resolve(name);
    List<String> all = new ArrayList<>(List.of("-v", "error"));
    all.addAll(input);
    all.addAll(List.of(output));
    all.add(file.toString());
    Ffmpeg.bundled().run(all);
    return file.toString();
  }

  private String picture(String name, String... output) throws IOException {
    return make(
        name, List.of("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=1"), output);
  }

  private static String fault(String name) {
    Path path =
        Path.of(System.getProperty("codecsmith.root", "..")).resolve("../shared/faults/" + name);
    Assumptions.assumeTrue(Files.exists(path), () -> "Skipped: there is no " + path);
    return path.normalize().toString();
  }

  private static void warnsOnce(Spoken said, String... parts) {
    assertThat(said.err().lines())
        .singleElement()
        .asString()
        .startsWith("warning: ")
        .contains(parts);
    assertThat(said.json().path("warnings")).hasSize(1);
    assertThat(said.err())
        .isEqualTo("warning: " + said.json().path("warnings").path(0).asString() + "\n");
  }

  @Test
  void aTurnedOriginalIsMeasuredAsItIsShown() throws Exception {
    String upright = picture("a.mp4", "-pix_fmt", "yuv420p", "-c:v", "libx264", "-qp", "0");
    String turned =
        make("turned.mp4", List.of("-display_rotation", "180", "-i", upright), "-c", "copy");
    String flipped =
        make(
            "flipped.mp4",
            List.of("-i", turned),
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
            "-qp",
            "0");
    Spoken said = Spoken.by("measure", turned, flipped, "--metrics", "ffmpeg_psnr", "--json");
    warnsOnce(said, "turned.mp4 asks to be shown turned by 180 degrees");
    assertThat(said.json().path("ffmpeg_psnr_avg").asString()).isEqualTo("inf");
  }

  @Test
  void rangesThatDifferAreSaid() throws Exception {
    String[] x264 = {"-pix_fmt", "yuv420p", "-c:v", "libx264"};
    String limited = picture("limited.mkv", x264);
    String full =
        picture(
            "full.mkv",
            "-vf",
            "scale=out_range=full",
            "-color_range",
            "pc",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264");
    warnsOnce(
        Spoken.by("measure", full, limited, "--metrics", "psnr", "--json"),
        "full.mkv and ",
        "compared as they were coded: range of samples full against limited");
    Spoken same = Spoken.by("measure", limited, limited, "--metrics", "psnr", "--json");
    assertThat(same.err()).isEmpty();
    assertThat(same.json().has("warnings")).isFalse();
  }

  @Test
  void theFaultsHandedOverAreMended() {
    Spoken turned =
        Spoken.by(
            "measure",
            fault("rotation-180/rot180.mp4"),
            fault("rotation-180/transcoded.mp4"),
            "--metrics",
            "ffmpeg_psnr",
            "--json");
    assertThat(turned.json().path("ffmpeg_psnr_avg").doubleValue()).isBetween(46.0, 47.0);
    warnsOnce(turned, "turned by 180 degrees");
    warnsOnce(
        Spoken.by(
            "measure",
            fault("range-mismatch/full.mp4"),
            fault("range-mismatch/limited.mp4"),
            "--metrics",
            "psnr",
            "--json"),
        "range of samples full against");
    Spoken.by("measure", fault("yuv411/p411.mkv"), fault("yuv411/p411.mkv"))
        .complainsOf("pixel format yuv411p cannot be used", "4:1:1");
  }

  private String uneven() throws IOException {
    return picture(
        "uneven.mkv",
        "-vf",
        "settb=1/1000,setpts='if(lt(N,9),N*20,1980)'",
        "-fps_mode",
        "passthrough",
        "-enc_time_base",
        "1/1000",
        "-pix_fmt",
        "yuv420p",
        "-c:v",
        "ffv1");
  }

  @Test
  void aCampaignSaysItOnceAndInItsReport() throws Exception {
    Path file = Files.writeString(folder.resolve("c.yaml"), "clips: [" + uneven() + "]\n");
    CampaignPlan plan = CampaignFile.read(file);
    StringWriter printed = new StringWriter();
    Warnings warnings = new Warnings(new PrintWriter(printed));
    ClipCatalogue catalogue = new ClipCatalogue(folder.resolve("clips"));
    Campaigns.evaluation(plan, catalogue, warnings::add);
    Campaigns.evaluation(plan, catalogue, warnings::add);
    assertThat(printed.toString()).startsWith("warning: ").containsOnlyOnce("not evenly spaced");
    ObjectNode report = Json.mapper().createObjectNode();
    warnings.putInto(report);
    assertThat(report.path("warnings").path(0).asString()).contains("not evenly spaced");
    report.putArray("warnings").add("a flag");
    warnings.putInto(report);
    assertThat(report.path("warnings")).hasSize(2);
  }

  @Test
  void aVariableRateIsSaidWhereverAClipIsTaken() throws Exception {
    String uneven = uneven();
    String data = folder.resolve("data").toString();
    Spoken added = Spoken.by("clips", "add", uneven, "--data", data);
    assertThat(added.well().err())
        .contains("warning: ", "not evenly spaced", "20 to 1820 ms apart");
    assertThat(added.out()).containsPattern("64x48 yuv420p [0-9/]+ fps");
    assertThat(added.out()).doesNotContain("50 fps");
    Spoken anchors =
        Spoken.by("anchors", "--clip", uneven, "--anchor", "mpeg2", "--data", data, "--json");
    JsonNode json = anchors.json();
    assertThat(json.path("warnings").path(0).asString()).contains("not evenly spaced");
    assertThat(anchors.err()).containsOnlyOnce("not evenly spaced");
    JsonNode point = json.path("anchors").path(0).path("points").path(0);
    double seconds =
        8 * point.path("bytes").doubleValue() / 1000 / point.path("bitrate_kbps").doubleValue();
    assertThat(seconds).isBetween(1.99, 2.1);
    Spoken measured = Spoken.by("measure", uneven, uneven, "--metrics", "psnr", "--json");
    warnsOnce(measured, "not evenly spaced");
  }

  @Test
  void measureNeedsNoFrameRate() throws Exception {
    Path file = folder.resolve("a.y4m");
    Files.writeString(file, "YUV4MPEG2 W2 H2 Cmono\nFRAME\nabcd");
    assertThat(
            Spoken.by("measure", file.toString(), file.toString(), "--metrics", "psnr", "--json")
                .json()
                .path("frames")
                .intValue())
        .isEqualTo(1);
    Spoken.by("clips", "add", file.toString(), "--data", folder.resolve("data").toString())
        .complainsOf("does not say the frame rate");
  }
}
