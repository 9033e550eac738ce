package dev.codecsmith.video.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.TestVideo;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.ffmpeg.Ffmpeg;
import dev.codecsmith.video.scenes.SceneKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipCatalogueTest {
  private static final VideoFormat FORMAT = TestVideo.format(32, 18);
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
  private static final OptionalInt ALL = OptionalInt.empty();

  @TempDir Path directory;
  private Path folder;
  private ClipCatalogue catalogue;

  @BeforeEach
  void openCatalogue() {
    folder = directory.resolve("clips");
    catalogue = new ClipCatalogue(folder);
  }

  private Path source(String name, int frames, long seed) throws IOException {
    return TestVideo.y4mFile(directory.resolve(name), FORMAT, frames, seed);
  }

  private Clip imported(Path source, OptionalInt maxFrames) throws IOException {
    return catalogue.importFile(source, maxFrames).clip();
  }

  private static byte[] samples(Clip clip) throws IOException {
    try (FrameReader reader = clip.open()) {
      return TestVideo.samples(reader);
    }
  }

  @Test
  void aClipIsItsSourcesFramesUnderAPlainHeader() throws Exception {
    Path source = source("holiday film.y4m", 4, 1);
    Clip clip = imported(source, ALL);
    assertThat(clip.name()).isEqualTo("holiday_film");
    assertThat(clip.frames()).isEqualTo(4);
    assertThat(clip.format()).isEqualTo(FORMAT);
    byte[] file = Files.readAllBytes(clip.y4m());
    assertThat(file).isEqualTo(Files.readAllBytes(source));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(file);
    assertThat(clip.sha256()).isEqualTo(HexFormat.of().formatHex(hash));
    assertThat(clip.seconds()).isEqualTo(4 * 1001 / 30000.0);
    assertThat(clip.megapixels()).isEqualTo(4 * 32 * 18 / 1e6);
    clip.verify();
  }

  @Test
  void theSameFramesAreTheSameClipWhateverTheFile() throws IOException {
    Path y4m = source("a.y4m", 3, 1);
    Path mkv = directory.resolve("b.mkv");
    Ffmpeg.bundled()
        .run(List.of("-v", "error", "-i", y4m.toString(), "-c:v", "ffv1", mkv.toString()));
    assertThat(imported(mkv, ALL).sha256()).isEqualTo(imported(y4m, ALL).sha256());
  }

  @Test
  void onlySoManyFramesAreTakenAsAsked() throws IOException {
    Path source = source("a.y4m", 5, 1);
    Clip two = imported(source, OptionalInt.of(2));
    assertThat(two.frames()).isEqualTo(2);
    assertThat(two.name()).isEqualTo("a-2f");
    assertThat(samples(two)).hasSize(2 * (int) FORMAT.frameBytes());
    Clip all = imported(source, OptionalInt.of(5));
    assertThat(all.name()).isEqualTo("a");
    assertThat(all).isEqualTo(imported(source, ALL));
    assertThatThrownBy(() -> imported(source, OptionalInt.of(0)))
        .hasMessage("A clip needs at least one frame, asked for 0.");
  }

  @Test
  void aSecondImportWritesNothing() throws IOException {
    Path source = source("a.y4m", 3, 1);
    Files.setLastModifiedTime(source, LONG_AGO);
    Clip first = imported(source, ALL);
    FileTime written = Files.getLastModifiedTime(first.y4m());
    Object file = Files.readAttributes(first.y4m(), "fileKey").get("fileKey");
    Clip second = new ClipCatalogue(folder).importFile(source, ALL).clip();
    assertThat(second).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(second.y4m())).isEqualTo(written);
    assertThat(Files.readAttributes(second.y4m(), "fileKey").get("fileKey")).isEqualTo(file);
  }

  @Test
  void aChangedSourceGivesAnotherClip() throws IOException {
    Path source = source("a.y4m", 3, 1);
    Clip before = imported(source, ALL);
    source("a.y4m", 3, 2);
    Clip after = imported(source, ALL);
    assertThat(after.sha256()).isNotEqualTo(before.sha256());
    assertThat(samples(after)).isNotEqualTo(samples(before));
    before.verify();
  }

  @Test
  void aChangeThatKeepsSizeAndDateIsNoticed() throws IOException {
    Path source = source("a.y4m", 3, 1);
    Files.setLastModifiedTime(source, LONG_AGO);
    Clip before = imported(source, ALL);
    source("a.y4m", 3, 2);
    Files.setLastModifiedTime(source, LONG_AGO);
    assertThat(imported(source, ALL).sha256()).isNotEqualTo(before.sha256());
  }

  @Test
  void aSourceThatIsGoneIsNeverReplacedByItsOldClip() throws IOException {
    Path source = source("a.y4m", 3, 1);
    imported(source, ALL);
    Files.delete(source);
    assertThatThrownBy(() -> imported(source, ALL))
        .isInstanceOf(VideoFormatException.class)
        .hasMessage("There is no file " + source + ".");
  }

  @Test
  void aDamagedClipIsAnErrorAndNeverRead() throws IOException {
    Path source = source("a.y4m", 3, 1);
    Clip clip = imported(source, ALL);
    byte[] bytes = Files.readAllBytes(clip.y4m());
    bytes[bytes.length / 2] ^= 1;
    Files.write(clip.y4m(), bytes);
    for (Callable<?> use :
        List.<Callable<?>>of(
            () -> imported(source, ALL), () -> catalogue.find("a"), () -> catalogue.list())) {
      assertThatThrownBy(use::call)
          .isInstanceOf(VideoFormatException.class)
          .hasMessageContaining(clip.y4m().toString())
          .hasMessageContaining("was changed");
    }
    Files.delete(clip.y4m());
    assertThat(catalogue.list()).isEmpty();
    assertThat(imported(source, ALL)).isEqualTo(clip);
    clip.verify();
  }

  @Test
  void aClipThatWasOnlyTouchedIsStillGood() throws IOException {
    Clip clip = imported(source("a.y4m", 3, 1), ALL);
    Files.setLastModifiedTime(clip.y4m(), LONG_AGO);
    assertThat(catalogue.find("a")).contains(clip);
  }

  @Test
  void aDamagedSourceLeavesNothingBehind() throws IOException {
    Path source = source("a.y4m", 3, 1);
    byte[] bytes = Files.readAllBytes(source);
    Files.write(source, Arrays.copyOf(bytes, bytes.length - 7));
    assertThatThrownBy(() -> imported(source, ALL))
        .isInstanceOf(VideoFormatException.class)
        .hasMessageContaining("Frame 2 is cut short");
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void theFramesBeforeTheDamageCanBeHad() throws IOException {
    Path source = source("a.y4m", 3, 1);
    byte[] bytes = Files.readAllBytes(source);
    Files.write(source, Arrays.copyOf(bytes, bytes.length - 7));
    assertThat(imported(source, OptionalInt.of(1)).name()).isEqualTo("a-1f");
  }

  @Test
  void clipsAreFoundByNameAndByHash() throws IOException {
    Clip b = imported(source("b.y4m", 2, 1), ALL);
    Clip a = imported(source("a.y4m", 2, 2), ALL);
    assertThat(catalogue.list()).containsExactly(a, b);
    assertThat(catalogue.find("a")).contains(a);
    assertThat(catalogue.find(b.sha256().substring(0, 8))).contains(b);
    assertThat(catalogue.find("c")).isEmpty();
    assertThat(catalogue.find("")).isEmpty();
  }

  @Test
  void twoClipsOfOneNameAreToldApartByHash() throws IOException {
    Clip first = imported(source("a.y4m", 2, 1), ALL);
    Clip second = imported(source("a.y4m", 2, 2), ALL);
    assertThatThrownBy(() -> catalogue.find("a"))
        .isInstanceOf(VideoFormatException.class)
        .hasMessageContaining(first.sha256().substring(0, 12))
        .hasMessageContaining(second.sha256().substring(0, 12));
    assertThat(catalogue.find(second.sha256())).contains(second);
  }

  @Test
  void severalMayImportTheSameAtOnce() throws Exception {
    Path source = source("a.y4m", 30, 1);
    Callable<Clip> importing = () -> new ClipCatalogue(folder).importFile(source, ALL).clip();
    try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
      for (Future<Clip> clip :
          executor.invokeAll(List.of(importing, importing, importing, importing))) {
        clip.get().verify();
      }
    }
    assertThat(catalogue.list()).hasSize(1);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void whatAKilledImportLeftIsClearedAway() throws IOException {
    Files.createDirectories(folder);
    Path old = Files.write(folder.resolve(".part-1"), new byte[9]);
    Files.setLastModifiedTime(old, LONG_AGO);
    Path running = Files.write(folder.resolve(".part-2"), new byte[9]);
    imported(source("a.y4m", 2, 1), ALL);
    assertThat(old).doesNotExist();
    assertThat(running).exists();
  }

  @Test
  void generatedClipsAreMadeOnce() throws IOException {
    GeneratedClipSpec spec = new GeneratedClipSpec("tiny", FORMAT, 3, 7, List.of(SceneKind.STREET));
    Clip clip = catalogue.generated(spec);
    assertThat(clip.name()).isEqualTo("tiny");
    assertThat(clip.frames()).isEqualTo(3);
    Object file = Files.readAttributes(clip.y4m(), "fileKey").get("fileKey");
    assertThat(new ClipCatalogue(folder).generated(spec)).isEqualTo(clip);
    assertThat(Files.readAttributes(clip.y4m(), "fileKey").get("fileKey")).isEqualTo(file);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithTheWayOut() throws IOException {
    Path source = source("a.y4m", 2, 1);
    Path notAFolder = Files.write(directory.resolve("file"), new byte[1]).resolve("clips");
    assertThatThrownBy(() -> new ClipCatalogue(notAFolder).importFile(source, ALL))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot write to the folder " + notAFolder)
        .hasMessageEndingWith("choose another.");
  }

  private Path unevenFile() throws IOException {
    Path file = directory.resolve("uneven.mkv");
    Ffmpeg.bundled()
        .run(
            List.of(
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=32x18:rate=10:duration=1",
                "-vf",
                "settb=1/1000,setpts='if(lt(N,9),N*20,2000)'",
                "-fps_mode",
                "passthrough",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                "ffv1",
                file.toString()));
    return file;
  }

  @Test
  void notesAreToldAgainWhenTheClipIsThereAlready() throws IOException {
    Path file = unevenFile();
    ImportedClip first = catalogue.importFile(file, ALL);
    assertThat(first.notes()).singleElement().asString().contains("not evenly spaced");
    assertThat(new ClipCatalogue(folder).importFile(file, ALL)).isEqualTo(first);
    assertThat(catalogue.importFile(source("even.y4m", 3, 1), ALL).notes()).isEmpty();
  }

  @Test
  void aClipOfAnEarlierVersionStaysAsItIsAndThatIsTold() throws IOException {
    Path file = unevenFile();
    // What an earlier version made of it: other frames, an origin without notes.
    Clip earlier = imported(source("uneven.y4m", 10, 3), ALL);
    imported(file, ALL);
    try (Stream<Path> origins = Files.list(folder.resolve("origins"))) {
      for (Path origin : origins.toList()) {
        String text = Files.readString(origin);
        if (text.contains("uneven.mkv")) {
          Files.writeString(
              origin,
              text.replaceAll("(?m)^notes=.*\n", "")
                  .replaceAll(
                      "(?m)^clip=.*$",
                      "clip=" + earlier.name() + "-" + earlier.sha256().substring(0, 12)));
        }
      }
    }
    ImportedClip again = catalogue.importFile(file, ALL);
    assertThat(again.clip()).isEqualTo(earlier);
    assertThat(again.notes())
        .hasSize(2)
        .last()
        .asString()
        .contains("decoded by an earlier version of Codecsmith", "stays so in this data folder");
    assertThat(catalogue.importFile(file, ALL)).isEqualTo(again);
  }
}
