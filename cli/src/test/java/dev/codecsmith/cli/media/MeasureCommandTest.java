package dev.codecsmith.cli.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codecsmith.cli.Spoken;
import dev.codecsmith.cli.TestFootage;
import dev.codecsmith.video.PixelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The figures of the reference tools through the command, and what it says of bad input. */
class MeasureCommandTest {
  private static final String[] SRC01 = {
    "--size", "576x324", "--pixel-format", "yuv420p10le", "--json"
  };
  private static final String[] SMALL = {"--size", "160x90", "--pixel-format", "yuv420p"};

  @TempDir private Path folder;

  private static String golden(String name) {
    Path path =
        Path.of(System.getProperty("codecsmith.root", "..")).resolve("../shared/golden/" + name);
    Assumptions.assumeTrue(Files.exists(path), () -> "Skipped: there is no " + path);
    return path.toString();
  }

  private static Spoken measure(String reference, String distorted, String... options) {
    return Spoken.by(
        Stream.concat(Stream.of("measure", reference, distorted), Arrays.stream(options))
            .toArray(String[]::new));
  }

  private static void figure(JsonNode json, String name, double expected, double tolerance) {
    assertThat(json.path(name).isNumber()).as(name).isTrue();
    assertThat(json.path(name).doubleValue()).as(name).isCloseTo(expected, within(tolerance));
  }

  private String clip(String name, int width, int height, int frames) throws IOException {
    Path file = folder.resolve(name);
    TestFootage.write(file, width, height, frames);
    return file.toString();
  }

  @Test
  void tenBitFiguresAreTheReferenceTools() {
    JsonNode json =
        measure(
                golden("src01_hrc00_576x324.yuv420p10le.yuv"),
                golden("src01_hrc01_576x324.yuv420p10le.yuv"),
                SRC01)
            .json();
    assertThat(json.path("frames").intValue()).isEqualTo(3);
    figure(json, "psnr_y", 32.571452, 1e-6);
    figure(json, "psnr_cb", 39.038596, 1e-6);
    figure(json, "psnr_cr", 41.280600, 1e-6);
    figure(json, "ffmpeg_psnr_y", 32.298023, 1e-6);
    figure(json, "ffmpeg_psnr_avg", 33.706259, 1e-6);
    figure(json, "ffmpeg_ssim_y", .908147, 1e-6);
    figure(json, "ffmpeg_ssim_all", .919978, 1e-6);
    figure(json, "float_ssim", .897863, 1e-4);
    figure(json, "float_ms_ssim", .974749, 1e-4);
    figure(json, "psnr_hvs", 33.937515, 1e-4);
    figure(json, "ciede2000", 34.398339, 1e-4);
    assertThat(json.has("apsnr_y")).isTrue();
    assertThat(json.has("psnr_yuv")).isTrue();
    assertThat(json.has("unavailable")).isFalse();
  }

  @Test
  void aFigureThatDoesNotExistIsNamedAndTheOthersAreGiven() {
    Spoken said =
        measure(
            golden("src01_ref_160x90.yuv"),
            golden("src01_dis_160x90.yuv"),
            "--size",
            "160x90",
            "--pixel-format",
            "yuv420p",
            "--json",
            "--threads",
            "1");
    figure(said.json(), "ffmpeg_psnr_y", 37.298282, 1e-6);
    figure(said.json(), "ffmpeg_ssim_y", 0.979333, 1e-6);
    assertThat(said.json().has("float_ms_ssim")).isFalse();
    assertThat(said.json().path("unavailable").path("float_ms_ssim").asString())
        .contains("176x176");
    assertThat(said.err()).contains("float_ms_ssim").contains("176x176");

    measure(
            golden("src01_ref_160x90.yuv"),
            golden("src01_dis_160x90.yuv"),
            "--size",
            "160x90",
            "--pixel-format",
            "yuv420p",
            "--metrics",
            "float_ms_ssim")
        .complainsOf("176x176");
  }

  @Test
  void equalVideosAreInfinitelyGoodAndTheTableSaysSo() throws Exception {
    String clip = clip("a.y4m", 35, 27, 2);
    JsonNode json = measure(clip, clip, "--metrics", "psnr,ffmpeg_psnr", "--json").json();
    assertThat(json.path("ffmpeg_psnr_y").asString()).isEqualTo("inf");
    figure(json, "psnr_y", 60, 0);
    assertThat(json.has("ciede2000")).isFalse();
    assertThat(measure(clip, clip, "--metrics", "ffmpeg_psnr").well().out())
        .contains("frames  2")
        .containsPattern("ffmpeg_psnr_y +inf +#0 inf +#1 inf");
  }

  @Test
  void theFramesCsvHasALineForEachFrame() throws Exception {
    String clip = clip("a.y4m", 32, 32, 3);
    Path csv = folder.resolve("frames.csv");
    measure(clip, clip, "--metrics", "psnr_yuv,ffmpeg_psnr", "--frames-csv", csv.toString()).well();
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst()).startsWith("frame,psnr_yuv,ffmpeg_psnr_y");
    assertThat(lines.getLast()).startsWith("2,60.0,inf");
  }

  @Test
  void aY4mAndItsHeaderlessSamplesAreTheSameVideo() throws Exception {
    Path raw = Path.of(golden("src01_ref_160x90.yuv"));
    Path y4m = folder.resolve("a.y4m");
    byte[] samples = Files.readAllBytes(raw);
    int frame = 160 * 90 * 3 / 2;
    try (var out = Files.newOutputStream(y4m)) {
      out.write(
          "YUV4MPEG2 W160 H90 F25:1 C420\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      for (int at = 0; at < samples.length; at += frame) {
        out.write("FRAME\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.write(samples, at, frame);
      }
    }
    assertThat(
            measure(
                    y4m.toString(),
                    raw.toString(),
                    "--size",
                    "160x90",
                    "--pixel-format",
                    "yuv420p",
                    "--metrics",
                    "ffmpeg_psnr",
                    "--json")
                .json()
                .path("ffmpeg_psnr_avg")
                .asString())
        .isEqualTo("inf");
  }

  @Test
  void unequalVideosAreASentenceThatNamesBoth() throws Exception {
    String clip = clip("a.y4m", 32, 32, 3);
    Path csv = folder.resolve("frames.csv");
    measure(clip, clip("short.y4m", 32, 32, 1), "--frames-csv", csv.toString())
        .complainsOf("a.y4m has 3 frames", "short.y4m has 1 frame");
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.y4m", "short.y4m");
    measure(clip("short.y4m", 32, 32, 1), clip)
        .complainsOf("short.y4m has 1 frame", "a.y4m has 3 frames");
    measure(clip, clip("wide.y4m", 34, 32, 3))
        .complainsOf("a.y4m is 32x32 yuv420p", "wide.y4m is 34x32 yuv420p");
    Path deep = folder.resolve("deep.y4m");
    TestFootage.write(deep, 32, 32, 3, PixelFormat.ofFfmpegName("yuv420p10le"));
    measure(clip, deep.toString()).complainsOf("yuv420p", "deep.y4m is 32x32 yuv420p10le");
  }

  @Test
  void everyBadInputIsOneSentence() throws Exception {
    Path whole = Files.write(folder.resolve("whole.yuv"), new byte[2 * 21600]);
    Path cut = Files.write(folder.resolve("cut.yuv"), new byte[2 * 21600 - 1]);
    measure(whole.toString(), cut.toString(), SMALL)
        .complainsOf("cut.yuv has 43199 bytes", "160x90 yuv420p");
    measure(whole.toString(), whole.toString()).complainsOf("size and pixel format");
    measure(whole.toString(), whole.toString(), "--size", "160x90").refuses("--pixel-format");
    measure(whole.toString(), whole.toString(), "--size", "160", "--pixel-format", "yuv420p")
        .refuses("1920x1080");
    measure(whole.toString(), whole.toString(), "--size", "160x90", "--pixel-format", "nv12")
        .refuses("nv12");
    measure(folder.resolve("none.mkv").toString(), cut.toString()).complainsOf("none.mkv");
    String clip = clip("a.y4m", 32, 32, 1);
    measure(clip, clip, "--metrics", "vmaf").refuses("vmaf", "float_ms_ssim");
    measure(clip, clip, "--threads", "0").refuses("--threads");
    measure(clip, clip, "--frames-csv", folder.resolve("no/frames.csv").toString())
        .complainsOf("no folder");
  }
}
