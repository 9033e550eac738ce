package dev.codecsmith.video.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import dev.codecsmith.video.ffmpeg.FfmpegProcess;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClipGeneratorTest {
  /** Shared, so that each shipped clip is made but once. */
  @TempDir static Path directory;

  static List<GeneratedClipSpec> shippedSpecs() {
    List<GeneratedClipSpec> specs = new ArrayList<>(GeneratedClipSpec.DEFAULTS);
    specs.add(GeneratedClipSpec.HELD_OUT);
    return specs;
  }

  private static GeneratedClipSpec shipped(String name) {
    return shippedSpecs().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** Changing these hashes makes stored experiments on generated clips unrepeatable. */
  @ParameterizedTest
  @CsvSource({
    "valley, a8195ad97b10af14fdc48556ba8c06c9e419ae90b0aab4a41599ef2980ec0ca8",
    "street, 9888d56ebd6b682615f5dc4026d1789acc02af9b687ef955c5b7b5aa07f1c767",
    "foliage, 2e67d0c06b16a1109a382bb065eeae37adbbc8382ca8ad988b5913f33f0dfcf9",
  })
  void shippedClipsHaveTheSameBytesEverywhere(String name, String sha256) throws IOException {
    assertThat(new ClipCatalogue(directory).generated(shipped(name)).sha256()).isEqualTo(sha256);
  }

  /** Footage of these sizes: x264 gives 28 to 43 dB between CRF 37 and 22. */
  @ParameterizedTest
  @MethodSource("shippedSpecs")
  void shippedClipsCodeLikeFootage(GeneratedClipSpec spec) throws IOException {
    Clip clip = new ClipCatalogue(directory).generated(spec);
    RatePoint fine = code(clip, 22);
    RatePoint coarse = code(clip, 37);
    assertThat(fine.psnr()).isBetween(37.0, 43.0);
    assertThat(coarse.psnr()).isBetween(28.0, 34.0);
    // A factor of about 2 in rate for each 6 steps of the quantiser.
    assertThat(fine.bytes() / coarse.bytes()).isBetween(3.0, 8.0);
    double bitsPerSample = coarse.bytes() * 8 / (clip.megapixels() * 1e6);
    assertThat(bitsPerSample).isBetween(0.02, 0.15);
  }

  private record RatePoint(double bytes, double psnr) {}

  private static RatePoint code(Clip clip, int crf) throws IOException {
    List<String> arguments =
        List.of(
            "-v",
            "info",
            "-nostats",
            "-i",
            clip.y4m().toString(),
            "-c:v",
            "libx264",
            "-preset",
            "medium",
            "-tune",
            "psnr",
            "-crf",
            Integer.toString(crf),
            "-flags",
            "+psnr",
            "-threads",
            "1",
            "-f",
            "h264",
            "-");
    try (FfmpegProcess process = Ffmpeg.bundled().start(arguments)) {
      process.stdin().close();
      int bytes = process.stdout().readAllBytes().length;
      process.finish();
      Matcher psnr = Pattern.compile("PSNR Mean Y:([0-9.]+)").matcher(process.lastWords());
      assertThat(psnr.find()).as(process.lastWords()).isTrue();
      return new RatePoint(bytes, Double.parseDouble(psnr.group(1)));
    }
  }

  @Test
  void aCutStandsOutFromTheMotionWithinShots() throws IOException {
    List<Double> changes = new ArrayList<>();
    try (FrameReader reader = new ClipGenerator(shipped("valley")).reader()) {
      Frame before = reader.next().orElseThrow().copy();
      for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
        changes.add(meanChange(before, next.get()));
        before = next.get().copy();
      }
    }
    double cut = changes.get(14);
    changes.remove(14);
    assertThat(cut).isGreaterThan(30);
    assertThat(changes).allSatisfy(change -> assertThat(change).isBetween(1.5, 12.0));
  }

  private static double meanChange(Frame a, Frame b) {
    MemorySegment before = a.plane(0);
    MemorySegment after = b.plane(0);
    long sum = 0;
    for (long i = 0; i < before.byteSize(); i++) {
      int x = before.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
      int y = after.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
      sum += Math.abs(x - y);
    }
    return (double) sum / before.byteSize();
  }

  @ParameterizedTest
  @CsvSource({
    "175x143, yuv420p",
    "1x1, yuv420p",
    "33x17, yuv422p10le",
    "20x20, yuv444p12le",
    "16x9, gray",
    "31x16, gray16le"
  })
  void anySizeAndPixelFormatCanBeMade(String size, String pixelFormat) throws IOException {
    VideoFormat format =
        VideoFormat.ofSize(size, PixelFormat.ofFfmpegName(pixelFormat), TestVideo.RATE);
    List<SceneKind> shots = List.of(SceneKind.values());
    GeneratedClipSpec spec = new GeneratedClipSpec("any", format, 4, 9, shots);
    try (FrameReader reader = new ClipGenerator(spec).reader()) {
      assertThat(TestVideo.samples(reader)).hasSize(4 * (int) format.frameBytes());
    }
  }

  @Test
  void depthsShowTheSamePicture() throws IOException {
    VideoFormat eight = TestVideo.format(64, 36);
    VideoFormat ten =
        VideoFormat.ofSize("64x36", PixelFormat.ofFfmpegName("yuv420p10le"), TestVideo.RATE);
    List<SceneKind> shots = List.of(SceneKind.LANDSCAPE);
    try (FrameReader a =
            new ClipGenerator(new GeneratedClipSpec("a", eight, 1, 1, shots)).reader();
        FrameReader b = new ClipGenerator(new GeneratedClipSpec("a", ten, 1, 1, shots)).reader()) {
      MemorySegment coarse = a.next().orElseThrow().samples();
      MemorySegment fine = b.next().orElseThrow().samples();
      for (long i = 0; i < coarse.byteSize(); i++) {
        int x = coarse.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
        int y = fine.getAtIndex(ValueLayout.JAVA_SHORT, i) & 0xFFFF;
        assertThat(y / 4.0).isBetween(x - 0.76, x + 0.76);
      }
    }
  }

  @Test
  void anotherSeedIsAnotherClip() throws IOException {
    VideoFormat format = TestVideo.format(64, 36);
    List<SceneKind> shots = List.of(SceneKind.FOLIAGE);
    try (FrameReader a =
            new ClipGenerator(new GeneratedClipSpec("a", format, 1, 1, shots)).reader();
        FrameReader b =
            new ClipGenerator(new GeneratedClipSpec("a", format, 1, 2, shots)).reader()) {
      assertThat(TestVideo.samples(a)).isNotEqualTo(TestVideo.samples(b));
    }
  }

  @Test
  void specificationsThatCannotBeMadeAreRefused() {
    VideoFormat format = TestVideo.format(64, 36);
    assertThatThrownBy(() -> new GeneratedClipSpec("a", format, 3, 1, List.of()))
        .hasMessageContaining("found 0 shots and 3 frames");
    assertThatThrownBy(() -> new GeneratedClipSpec("../a", format, 3, 1, List.of(SceneKind.STREET)))
        .hasMessageContaining("\"../a\"");
  }
}
