package dev.codecsmith.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoFilesTest {
  @TempDir Path directory;

  /** A file made by ffmpeg of a moving test picture, 64x48 and 10 frames unless told otherwise. */
  private Path make(String name, String... arguments) throws IOException {
    Path file = directory.resolve(name);
    List<String> all = new ArrayList<>(List.of("-v", "error", "-f", "lavfi"));
    all.addAll(List.of("-i", "testsrc2=size=64x48:rate=10:duration=1"));
    all.addAll(List.of(arguments));
    all.add(file.toString());
    Ffmpeg.bundled().run(all);
    return file;
  }

  private static void cut(Path file, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  /** Reads to the end and gives the message of the error on the way. */
  private static String complaint(Path file) throws IOException {
    try (FrameReader reader = VideoFiles.open(file)) {
      int frames = TestVideo.count(reader);
      throw new AssertionError(file + " gave " + frames + " frames without complaint");
    } catch (VideoFormatException e) {
      assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n");
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "carphone_176x144.mkv, 176x144 yuv420p 30000/1001 fps, 120",
    "bunny_426x240.mkv, 426x240 yuv420p 25 fps, 120",
    "cars_384x216.mkv, 384x216 yuv420p 25 fps, 100",
    "parkjoy_480x270.y4m, 480x270 yuv420p 50 fps, 10",
  })
  void sharedClipsHaveTheFramesThatFfmpegGives(String name, String format, int frames)
      throws IOException {
    Path clip = TestVideo.shared("clips/" + name);
    Path raw = directory.resolve("reference.yuv");
    Ffmpeg.bundled()
        .run(List.of("-v", "error", "-i", clip.toString(), "-f", "rawvideo", raw.toString()));
    try (FrameReader reader = VideoFiles.open(clip);
        RawVideoReader reference = RawVideoReader.open(raw, reader.format())) {
      assertThat(reader.format().describe()).isEqualTo(format);
      assertThat(reference.frameCount()).isEqualTo(frames);
      for (int i = 0; i < frames; i++) {
        Frame frame = reader.next().orElseThrow();
        assertThat(frame.index()).isEqualTo(i);
        assertThat(frame.samples().mismatch(reference.next().orElseThrow().samples()))
            .isEqualTo(-1);
      }
      assertThat(reader.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yuv420p",
        "yuv422p",
        "yuv444p",
        "gray",
        "yuv420p10le",
        "yuv422p10le",
        "yuv444p12le",
        "gray10le",
        "gray16le",
        "yuv420p16le"
      })
  void planarFormatsComeAsTheyWereCoded(String pixelFormat) throws IOException {
    Path file = make("a.nut", "-pix_fmt", pixelFormat, "-c:v", "rawvideo");
    Path raw = make("a.yuv", "-pix_fmt", pixelFormat, "-f", "rawvideo");
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(reader.format().geometry()).isEqualTo("64x48 " + pixelFormat);
      assertThat(TestVideo.samples(reader)).isEqualTo(Files.readAllBytes(raw));
    }
  }

  @Test
  void fullRangeSamplesAreNotConverted() throws IOException {
    Path file = make("a.avi", "-pix_fmt", "yuvj420p", "-c:v", "mjpeg");
    Path raw = directory.resolve("a.yuv");
    Ffmpeg.bundled()
        .run(
            List.of(
                "-v",
                "error",
                "-i",
                file.toString(),
                "-pix_fmt",
                "yuvj420p",
                "-f",
                "rawvideo",
                raw.toString()));
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(TestVideo.samples(reader)).isEqualTo(Files.readAllBytes(raw));
    }
  }

  @Test
  void unevenTimeStampsNeitherRepeatNorDropFrames() throws IOException {
    Path file =
        make(
            "a.mkv",
            "-vf",
            "settb=1/1000,setpts='if(lt(N,5),N*100,500+N+if(gt(N,7),3000,0))'",
            "-fps_mode",
            "passthrough",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "ffv1");
    Path raw = make("a.yuv", "-pix_fmt", "yuv420p", "-f", "rawvideo");
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(TestVideo.samples(reader)).isEqualTo(Files.readAllBytes(raw));
    }
  }

  @Test
  void oddSizesAreRead() throws IOException {
    Path file = make("a.mkv", "-vf", "format=gray,scale=63:47", "-c:v", "ffv1");
    try (FrameReader reader = VideoFiles.open(file)) {
      assertThat(reader.format().geometry()).isEqualTo("63x47 gray");
      assertThat(TestVideo.count(reader)).isEqualTo(10);
    }
  }

  @Test
  void namesThatLookLikeOptionsProtocolsAndPatternsAreFiles() throws IOException {
    Path file = make("a.mkv", "-pix_fmt", "yuv420p", "-c:v", "ffv1");
    for (String name : List.of("-i.mkv", "concat:b.mkv", "50%03d .mkv", "ä'\".mkv")) {
      Path strange = Files.copy(file, directory.resolve(name));
      try (FrameReader reader = VideoFiles.open(strange)) {
        assertThat(TestVideo.count(reader)).isEqualTo(10);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.999, 0.9, 0.5, 0.1, 0.01})
  void aMatroskaFileCutShortIsAnError(double share) throws IOException {
    Path file = make("a.mkv", "-pix_fmt", "yuv420p", "-c:v", "ffv1");
    cut(file, share);
    assertThat(complaint(file)).contains("damaged").contains("ffmpeg says: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp4", "avi", "ivf", "webm"})
  void filesOfOtherKindsCutShortAreErrors(String kind) throws IOException {
    String codec = kind.equals("avi") ? "mjpeg" : "libvpx-vp9";
    Path file = make("a." + kind, "-pix_fmt", "yuv420p", "-c:v", codec, "-movflags", "faststart");
    cut(file, 0.66);
    assertThat(complaint(file)).contains("damaged");
  }

  @Test
  void aFrameDamagedInTheMiddleIsAnError() throws IOException {
    Path file =
        make("a.mkv", "-pix_fmt", "yuv420p", "-c:v", "ffv1", "-level", "3", "-slicecrc", "1");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = bytes.length / 2; i < bytes.length / 2 + 8; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    assertThat(complaint(file)).contains("damaged");
  }

  @Test
  void aVideoThatChangesItsFormatInTheMiddleIsNotConverted() throws IOException {
    byte[] first = Files.readAllBytes(make("a.264", "-pix_fmt", "yuv420p", "-c:v", "libx264"));
    Path other = make("b.264", "-pix_fmt", "yuv422p", "-c:v", "libx264");
    byte[] second = Files.readAllBytes(other);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Path file = Files.write(directory.resolve("both.264"), both);
    assertThat(complaint(file)).contains("changes its size, pixel format or range");
  }

  @Test
  void rgbIsRefusedWithTheWayToConvert() throws IOException {
    Path file = make("a.mkv", "-pix_fmt", "bgr0", "-c:v", "ffv1");
    assertThat(complaint(file)).contains("the pixel format bgr0", "-pix_fmt yuv420p");
  }

  @Test
  void soundAloneIsNoVideo() throws IOException {
    Path file = directory.resolve("a.wav");
    Ffmpeg.bundled()
        .run(List.of("-v", "error", "-f", "lavfi", "-i", "sine=duration=1", file.toString()));
    assertThat(complaint(file)).isEqualTo(file + " has no video stream.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.txt", "a.mkv", "a.mp4", "noending"})
  void textIsNoVideo(String name) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "Dear diary,\n".repeat(500));
    assertThat(complaint(file)).containsAnyOf("is no video that can be read", "is a text file");
  }

  @Test
  void playlistsFetchNothing() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("a.m3u8"), "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n");
    assertThat(complaint(file)).contains("is no video that can be read");
  }

  @Test
  void missingEmptyAndUnreadableFilesAreOneSentence() throws IOException {
    Path missing = directory.resolve("missing.mkv");
    assertThat(complaint(missing)).isEqualTo("There is no file " + missing + ".");
    Path empty = Files.createFile(directory.resolve("empty.mkv"));
    assertThat(complaint(empty)).isEqualTo(empty + " is empty.");
    assertThat(complaint(directory)).isEqualTo(directory + " is a folder, not a video file.");
  }

  @Test
  void aY4mFileWithoutFramesIsNamedSo() throws IOException {
    Path file = TestVideo.y4mFile(directory.resolve("a.y4m"), TestVideo.format(16, 16), 0, 0);
    assertThat(complaint(file)).isEqualTo(file + " has no frames.");
  }

  @Test
  void whoComparesFramesNeedsNoRate() throws IOException {
    Path file =
        Files.write(directory.resolve("a.y4m"), TestVideo.ascii("YUV4MPEG2 W2 H2\nFRAME\nabcdef"));
    assertThat(complaint(file)).contains("does not say the frame rate");
    try (FrameReader reader = VideoFiles.openForFrames(file)) {
      assertThat(TestVideo.count(reader)).isEqualTo(1);
    }
  }

  @Test
  void aY4mFileCutShortNamesTheFrame() throws IOException {
    Path file = TestVideo.y4mFile(directory.resolve("a.y4m"), TestVideo.format(16, 16), 3, 0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(complaint(file))
        .isEqualTo(file + ": Frame 2 is cut short: expected 384 bytes, found 383.");
  }

  @Test
  void aHeaderlessFileAsksForItsFormat() throws IOException {
    Path file = Files.write(directory.resolve("a.yuv"), new byte[384]);
    assertThatThrownBy(() -> VideoFiles.open(file))
        .isInstanceOf(VideoFormatException.class)
        .hasMessageContaining("its size and pixel format must be given");
  }

  @Test
  void closingEarlyEndsTheDecoder() throws IOException {
    Path file = make("a.mkv", "-pix_fmt", "yuv420p", "-c:v", "ffv1");
    FrameReader reader = VideoFiles.open(file);
    assertThat(reader.next()).isPresent();
    reader.close();
    assertThat(reader.next()).isEmpty();
    reader.close();
  }
}
