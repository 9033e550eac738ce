package dev.codecsmith.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegTest {

  @Test
  void bundledProgramStartsWithoutSoundAndScreenLibraries() throws IOException {
    Ffmpeg ffmpeg = Ffmpeg.bundled();
    assertThat(ffmpeg.version()).matches("[0-9]+[.][0-9]+[.][0-9]+");
    assertThat(ffmpeg.path()).isExecutable();
    try (FfmpegProcess process = ffmpeg.start(List.of("-version"))) {
      process.stdin().close();
      process.stdout().readAllBytes();
      assertThat(process.waitFor()).isZero();
      // The dynamic loader complains here when a stand-in lacks a version it is asked for.
      assertThat(process.firstWords()).isEmpty();
    }
  }

  @Test
  void standInsLieBesideTheProgram() throws IOException {
    Path program = Ffmpeg.bundled().path();
    for (StandInLibrary library : StandInLibrary.FOR_FFMPEG) {
      assertThat(program.resolveSibling(library.name())).isRegularFile();
    }
  }

  @Test
  void encodersForTheAnchorsAreThere() throws IOException {
    assertThat(Ffmpeg.bundled().run(List.of("-v", "error", "-encoders")))
        .contains(
            "libx264 ", "libx265 ", "libsvtav1 ", "libaom-av1 ", "libvpx-vp9 ", "mpeg2video ");
  }

  @Test
  void bothPipesWork() throws Exception {
    VideoFormat format = TestVideo.format(32, 32);
    byte[] y4m = TestVideo.y4m(format, TestVideo.frames(format, 5, 1));
    List<String> arguments =
        List.of("-v", "error", "-f", "yuv4mpegpipe", "-i", "-", "-f", "rawvideo", "-");
    try (FfmpegProcess process = Ffmpeg.bundled().start(arguments);
        ExecutorService feeder = Executors.newSingleThreadExecutor()) {
      Future<?> fed =
          feeder.submit(() -> {
            try (var in = process.stdin()) {
              in.write(y4m);
            }
            return null;
          });
      byte[] raw = process.stdout().readAllBytes();
      fed.get();
      process.finish();
      assertThat(raw).hasSize(5 * (int) format.frameBytes());
    }
  }

  @Test
  void failureTellsTheProgramsLastWordsAndTheCommand() {
    assertThatThrownBy(() -> Ffmpeg.bundled().run(List.of("-v", "error", "-i", "/nowhere.mkv")))
        .isInstanceOf(FfmpegException.class)
        .hasMessageContaining("No such file or directory")
        .hasMessageContaining("-i /nowhere.mkv");
  }

  @Test
  void closingKillsTheProgram() throws IOException {
    FfmpegProcess process =
        Ffmpeg.bundled()
            .start(List.of("-v", "error", "-f", "lavfi", "-i", "testsrc", "-f", "null", "-"));
    process.close();
    assertThat(process.waitFor()).isNotZero();
    process.close();
  }

  @Test
  void nothingOfTheEnvironmentIsHandedOn() throws IOException {
    assertThat(Ffmpeg.bundled().environment()).containsOnlyKeys("LD_LIBRARY_PATH");
  }

  @Test
  void severalUnpackAtOnceAndADamagedCopyIsReplaced(@TempDir Path cache) throws Exception {
    Callable<Path> unpack = () -> FfmpegBundle.unpacked(cache);
    try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
      List<Path> folders = new ArrayList<>();
      for (Future<Path> folder : executor.invokeAll(List.of(unpack, unpack))) {
        folders.add(folder.get());
      }
      assertThat(folders.get(0)).isEqualTo(folders.get(1));
    }
    Path folder = FfmpegBundle.unpacked(cache);
    Path library = folder.resolve("libswscale.so.9");
    long size = Files.size(library);
    Files.writeString(library, "cut short by a full disk");
    assertThat(FfmpegBundle.unpacked(cache)).isEqualTo(folder);
    assertThat(Files.size(library)).isEqualTo(size);
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).containsExactly(folder);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithTheWayOut(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[0]);
    assertThatThrownBy(() -> FfmpegBundle.unpacked(file.resolve("cache")))
        .isInstanceOf(FfmpegException.class)
        .hasMessageContaining(file.resolve("cache").toString())
        .hasMessageContaining("CODECSMITH_CACHE");
  }

  @Test
  void aStandInIsASharedLibraryWithItsNameAndVersions() {
    StandInLibrary library = new StandInLibrary("libx.so.1", List.of("X_1", "X_2"));
    byte[] bytes = library.bytes(62);
    assertThat(bytes).startsWith(0x7F, 'E', 'L', 'F', 2, 1, 1);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).endsWith("\0libx.so.1\0X_1\0X_2\0");
  }
}
