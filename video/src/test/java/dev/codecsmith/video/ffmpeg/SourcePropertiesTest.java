package dev.codecsmith.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file asks for and says beside its samples: done, told or refused, never passed over. */
class SourcePropertiesTest {
  private static final String[] H264 = {"-pix_fmt", "yuv420p", "-c:v", "libx264", "-qp", "0"};

  @TempDir Path directory;

  private Path run(String name, List<String> input, String... output) throws IOException {
    Path file = directory.resolve(name);
    List<String> all = new ArrayList<>(List.of("-v", "error"));
    all.addAll(input);
    all.addAll(List.of(output));
    all.add(file.toString());
    Ffmpeg.bundled().run(all);
    return file;
  }

  /** 64x48, 10 frames of a moving test picture at 10 fps. */
  private Path make(String name, String... output) throws IOException {
    return run(
        name, List.of("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=10:duration=1"), output);
  }

  private Path copy(String name, Path of, String option, String value) throws IOException {
    return run(name, List.of(option, value, "-i", of.toString()), "-c", "copy");
  }

  private static String complaint(Path file) throws IOException {
    try (FrameReader reader = VideoFiles.open(file)) {
      throw new AssertionError(file + " gave " + TestVideo.count(reader) + " frames");
    } catch (VideoFormatException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private byte[] shown(Path file, String filter) throws IOException {
    Path raw =
        run(
            "shown.yuv",
            List.of("-noautorotate", "-i", file.toString()),
            "-vf",
            filter,
            "-pix_fmt",
            "yuv420p",
            "-f",
            "rawvideo",
            "-y");
    return Files.readAllBytes(raw);
  }

  @ParameterizedTest
  @CsvSource({
    "180, 'hflip,vflip', 64x48, turned by 180 degrees",
    "90, transpose=cclock, 48x64, turned anticlockwise by 90 degrees",
    "-90, transpose=clock, 48x64, turned clockwise by 90 degrees",
  })
  void aTurnThatAFileAsksForIsDoneAndTold(String degrees, String filter, String size, String words)
      throws IOException {
    Path upright = make("a.mp4", H264);
    Path turned = copy("turned.mp4", upright, "-display_rotation", degrees);
    try (FrameReader reader = VideoFiles.open(turned)) {
      assertThat(reader.format().geometry()).isEqualTo(size + " yuv420p");
      assertThat(reader.notes())
          .containsExactly(turned + " asks to be shown " + words + ", and that was done.");
      assertThat(TestVideo.samples(reader)).isEqualTo(shown(upright, filter));
    }
  }

  @Test
  void aMirroringIsDoneAndTold() throws IOException {
    Path upright = make("a.mp4", H264);
    Path mirrored =
        run("mirrored.mp4", List.of("-display_hflip", "-i", upright.toString()), "-c", "copy");
    try (FrameReader reader = VideoFiles.open(mirrored)) {
      assertThat(reader.notes()).singleElement().asString().contains("mirrored left to right");
      assertThat(TestVideo.samples(reader)).isEqualTo(shown(upright, "hflip"));
    }
  }

  @Test
  void aTurnThatNeedsNewSamplesIsRefused() throws IOException {
    Path oblique = copy("oblique.mp4", make("a.mp4", H264), "-display_rotation", "30");
    assertThat(complaint(oblique)).contains("asks to be shown turned", "30 degrees", "ffmpeg -i");
    Path wide = make("b.mp4", "-pix_fmt", "yuv422p", "-c:v", "libx264");
    Path sideways = copy("sideways.mp4", wide, "-display_rotation", "90");
    assertThat(complaint(sideways)).contains("in 4:2:2", "convert it first");
  }

  @Test
  void croppingOfTheCodecIsDoneToTheSample() throws IOException {
    Path whole = make("a.mp4", H264);
    Path cropped =
        run(
            "cropped.mp4",
            List.of("-i", whole.toString()),
            "-c",
            "copy",
            "-bsf:v",
            "h264_metadata=crop_left=2:crop_top=4:crop_right=6");
    try (FrameReader reader = VideoFiles.open(cropped)) {
      assertThat(reader.format().geometry()).isEqualTo("56x44 yuv420p");
      assertThat(reader.notes()).isEmpty();
      assertThat(TestVideo.samples(reader)).isEqualTo(shown(whole, "crop=56:44:2:4"));
    }
  }

  @Test
  void croppingOfTheContainerIsDoneAndTold() throws IOException {
    Path whole = make("a.mkv", "-vf", "setsar=4/3", "-pix_fmt", "yuv420p", "-c:v", "ffv1");
    byte[] bytes = Files.readAllBytes(whole);
    // DisplayWidth and DisplayHeight become PixelCropLeft and PixelCropTop.
    replace(bytes, 0x54B0, 0x54CC, 8);
    replace(bytes, 0x54BA, 0x54BB, 4);
    Path cropped = Files.write(directory.resolve("cropped.mkv"), bytes);
    try (FrameReader reader = VideoFiles.open(cropped)) {
      assertThat(reader.format().geometry()).isEqualTo("56x44 yuv420p");
      assertThat(reader.notes())
          .containsExactly(
              cropped + " asks to be cropped, 8 columns left, 4 rows above, and that was done.");
      assertThat(TestVideo.samples(reader)).isEqualTo(shown(whole, "crop=56:44:8:4"));
    }
  }

  /** Gives an element of Matroska with a value of one byte another id and value. */
  private static void replace(byte[] bytes, int id, int otherId, int value) {
    for (int i = 0; i + 3 < bytes.length; i++) {
      if (bytes[i] == (byte) (id >> 8)
          && bytes[i + 1] == (byte) id
          && bytes[i + 2] == (byte) 0x81) {
        bytes[i] = (byte) (otherId >> 8);
        bytes[i + 1] = (byte) otherId;
        bytes[i + 3] = (byte) value;
        return;
      }
    }
    throw new AssertionError("There is no element " + Integer.toHexString(id));
  }

  @Test
  void rangeFieldsAspectAndColoursAreKnownOfBothSides() throws IOException {
    Path plain = make("plain.mkv", "-pix_fmt", "yuv420p", "-c:v", "libx264");
    Path other =
        make(
            "other.mkv",
            "-vf",
            "scale=out_range=full,setsar=4/3,setfield=tff,setparams=color_primaries=bt709:color_trc=bt709",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libx264",
            "-flags",
            "+ildct",
            "-color_range",
            "pc",
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709");
    try (FrameReader one = VideoFiles.open(other);
        FrameReader two = VideoFiles.open(plain)) {
      List<String> differences = one.properties().differencesFrom(two.properties());
      assertThat(differences)
          .contains(
              "pixel aspect 4:3 against 1:1",
              "field order top field first against progressive",
              "colour matrix bt709 against unknown",
              "colour primaries bt709 against unknown",
              "transfer characteristics bt709 against unknown");
      assertThat(differences)
          .anySatisfy(text -> assertThat(text).startsWith("range of samples full against "));
      assertThat(one.properties().differencesFrom(one.properties())).isEmpty();
      assertThat(one.properties().remarks()).hasSize(3);
    }
  }

  @Test
  void aY4mHeaderSaysItsRangeFieldsAndAspect() throws IOException {
    Path full = y4m("full.y4m", "YUV4MPEG2 W2 H2 F25:1 It A4:3 XCOLORRANGE=FULL");
    Path limited = y4m("limited.y4m", "YUV4MPEG2 W2 H2 F25:1 Ip XCOLORRANGE=LIMITED");
    Path silent = y4m("silent.y4m", "YUV4MPEG2 W2 H2 F25:1");
    try (FrameReader one = VideoFiles.open(full);
        FrameReader two = VideoFiles.open(limited);
        FrameReader three = VideoFiles.open(silent)) {
      assertThat(one.properties().differencesFrom(two.properties()))
          .containsExactly(
              "pixel aspect 4:3 against 1:1",
              "field order top field first against progressive",
              "range of samples full against limited");
      assertThat(three.properties().differencesFrom(two.properties()))
          .containsExactly("range of samples unknown against limited");
    }
  }

  private Path y4m(String name, String header) throws IOException {
    return Files.write(directory.resolve(name), TestVideo.ascii(header + "\nFRAME\nabcdef"));
  }

  @ParameterizedTest
  @CsvSource({
    "yuv411p, ffv1, its chroma is 4:1:1",
    "yuv440p, ffv1, its chroma is 4:4:0",
    "yuv410p, ffv1, its chroma is 4:1:0",
    "yuva420p, ffv1, it has alpha",
    "bgra, ffv1, it has alpha",
    "pal8, rawvideo, its samples are indices into a palette",
    "gbrpf32le, rawvideo, its samples are floating-point numbers",
    "bgr0, ffv1, its samples are not YUV",
    "nv12, rawvideo, its samples are not planar",
    "yuv420p10be, rawvideo, its samples are big-endian",
  })
  void anUnusableFormatIsRefusedByItsName(String format, String codec, String reason)
      throws IOException {
    Path file = make("a.nut", "-pix_fmt", format, "-c:v", codec);
    assertThat(complaint(file))
        .contains("the pixel format " + format + " cannot be used, because " + reason)
        .contains("ffmpeg -i a.nut -pix_fmt yuv420p");
  }

  @Test
  void theFaultsHandedOverAreMended() throws IOException {
    assertThat(complaint(TestVideo.shared("faults/yuv411/p411.mkv")))
        .contains("pixel format yuv411p cannot be used");
    assertThat(rate(TestVideo.shared("faults/vfr-kbps/screen.mkv"))).isEqualTo("13/2");
    assertThat(rate(TestVideo.shared("faults/vfr-kbps/jitter.mp4"))).isEqualTo("1875/62");
  }

  private static String rate(Path file) throws IOException {
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(reader.notes()).singleElement().asString().contains("are not evenly spaced");
      return reader.format().frameRate().toString();
    }
  }

  private Path spaced(String name, String times, String... codec) throws IOException {
    List<String> output =
        new ArrayList<>(List.of("-vf", "settb=1/1000,setpts='" + times + "'", "-fps_mode"));
    output.addAll(List.of("passthrough", "-enc_time_base", "1/1000", "-pix_fmt", "yuv420p"));
    output.addAll(List.of(codec));
    return make(name, output.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"a.mkv, ffv1", "b.mkv, libx264", "c.mp4, libx264", "d.webm, libvpx", "e.nut, ffv1"})
  void aVariableRateIsFramesOverDurationAndTold(String name, String codec) throws IOException {
    // Frames at 0, 20, 40 … 160 ms, and the last at 2 s.
    Path file = spaced(name, "if(lt(N,9),N*20,2000)", "-c:v", codec);
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(reader.format().frameRate().toDouble()).isBetween(2.5, 5.1);
      assertThat(reader.notes())
          .singleElement()
          .asString()
          .contains("variable frame rate", "20 to 1840 ms apart", "10 in ");
    }
    try (FrameReader first = VideoFiles.open(file, OptionalInt.of(9))) {
      assertThat(first.format().frameRate().toDouble()).isEqualTo(50);
      assertThat(first.notes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"30000/1001, mkv", "24000/1001, mp4", "25, webm", "60000/1001, avi", "50, ts"})
  void anEvenRateStaysExactAndIsNotTold(String rate, String kind) throws IOException {
    String codec = kind.equals("webm") ? "libvpx" : "mpeg4";
    Path file =
        run(
            "a." + kind,
            List.of("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=" + rate + ":duration=2"),
            "-pix_fmt",
            "yuv420p",
            "-bf",
            kind.equals("webm") ? "0" : "2",
            "-c:v",
            codec);
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(reader.format().frameRate()).isEqualTo(Rational.parse(rate));
      assertThat(reader.notes()).isEmpty();
    }
  }

  @Test
  void anOpenGroupOfPicturesAtTheBeginningIsReadOrRefusedWithAWayOn() throws IOException {
    Path whole =
        run(
            "whole.mkv",
            List.of("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=3"),
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-x264-params",
            "open-gop=1:keyint=25:min-keyint=25:scenecut=0:bframes=3:b-adapt=0");
    Path cut =
        run(
            "cut.mkv",
            List.of("-i", whole.toString()),
            "-c",
            "copy",
            "-bsf:v",
            "noise=drop=lt(n\\,25)");
    assertThat(complaint(cut))
        .contains("it begins in the middle of a group of pictures", "ffmpeg -i cut.mkv -c:v ffv1")
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource({"libvpx-vp9, refer", "libvpx, damaged", "libsvtav1, refer"})
  void aStreamThatBeginsBetweenKeyFramesIsRefusedWithAWayOn(String codec, String word)
      throws IOException {
    Path whole = make("whole.mkv", "-pix_fmt", "yuv420p", "-c:v", codec, "-g", "20");
    Path cut =
        run(
            "cut.mkv",
            List.of("-i", whole.toString()),
            "-c",
            "copy",
            "-bsf:v",
            "noise=drop=lt(n\\,3)");
    assertThat(complaint(cut)).contains(word, "ffmpeg -i cut.mkv -c:v ffv1");
  }

  @Test
  void aPictureTooWideIsNamedSo() throws IOException {
    Path wide =
        run(
            "wide.mkv",
            List.of("-f", "lavfi", "-i", "color=size=16400x16:rate=10:duration=0.1"),
            "-pix_fmt",
            "gray",
            "-c:v",
            "ffv1");
    assertThat(complaint(wide))
        .startsWith(wide + " cannot be read: ")
        .contains("a width of 1 to 16384");
  }

  @Test
  void alphaBesideThePicturesIsTold() throws IOException {
    Path file = make("a.webm", "-pix_fmt", "yuva420p", "-c:v", "libvpx-vp9");
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(reader.notes())
          .containsExactly(file + " has alpha beside its pictures, and that is left out.");
    }
  }

  @Test
  void simpleFractionsNearANumberAreFound() {
    assertThat(
            Stream.of(6.5, 30 / 0.992, 29.97002997002997, 0.04)
                .map(value ->
                    Rational.near(value, near -> Math.abs(near - value) < 1e-9).toString()))
        .containsExactly("13/2", "1875/62", "30000/1001", "1/25");
  }
}
