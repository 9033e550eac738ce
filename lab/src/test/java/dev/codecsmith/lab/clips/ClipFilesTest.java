package dev.codecsmith.lab.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.local.TestClips;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.cache.ArtifactCache;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFilesTest {
  @TempDir private Path folder;
  private final ArtifactStore artifacts = new MemoryArtifactStore();
  private Clip clip;
  private ClipReference reference;

  @BeforeEach
  void open() throws IOException {
    clip = TestClips.moving(folder, "moving", 64, 48, 4);
    reference = ClipReference.of(clip);
  }

  private ClipFiles files() {
    return new ClipFiles(new CopiedClips(artifacts, folder.resolve("fetched")));
  }

  private static void damage(Path file) throws IOException {
    Files.write(file, new byte[] {1}, StandardOpenOption.APPEND);
  }

  private static void isRefused(ClipFiles files, ClipReference reference, String why) {
    assertThatThrownBy(() -> files.find(reference))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isTrue())
        .hasMessageContaining(why);
  }

  @Test
  void fetchedClipThatWasDamagedIsFetchedAgain() throws Exception {
    String _ = artifacts.put(clip.y4m());
    Path fetched = files().find(reference).y4m();
    assertThat(fetched).hasSameBinaryContentAs(clip.y4m());
    // As left by another process, or by a disk.
    damage(fetched);
    assertThat(files().find(reference).y4m()).hasSameBinaryContentAs(clip.y4m());
    Files.write(fetched, new byte[0]);
    assertThat(files().find(reference).y4m()).hasSameBinaryContentAs(clip.y4m());
  }

  @Test
  void clipThatLiesHereIsReadBeforeItIsHandedOut() throws Exception {
    ClipFiles files = files();
    files.add(clip);
    assertThat(files.find(reference)).isEqualTo(clip);
    damage(clip.y4m());
    isRefused(files, reference, "was changed");
    Files.delete(clip.y4m());
    isRefused(files, reference, clip.y4m().toString());
  }

  @Test
  void fileThatIsWrittenToAfterItWasReadIsReadAgain() throws Exception {
    String _ = artifacts.put(clip.y4m());
    ClipFiles files = files();
    Path fetched = files.find(reference).y4m();
    byte[] bytes = Files.readAllBytes(fetched);
    bytes[bytes.length - 1] ^= 1;
    Files.write(fetched, bytes);
    Files.setLastModifiedTime(fetched, FileTime.from(Instant.EPOCH));
    assertThat(files.find(reference).y4m()).hasSameBinaryContentAs(clip.y4m());
  }

  @Test
  void artifactThatIsNoVideoIsNoClip() throws Exception {
    String text =
        artifacts.put(
            "YUV4MPEG2 W64 H48 F25:1 Ip A1:1 C420\nFRAME\n".getBytes(StandardCharsets.US_ASCII));
    isRefused(files(), new ClipReference("text", text, 1, 64, 48, "yuv420p", "25"), "cut short");
  }

  @Test
  void clipInACacheIsUsedWhereItLiesAndSentAgainWhereItIsDamaged() throws Exception {
    ArtifactCache cache =
        ArtifactCache.open(
            folder.resolve("artifacts"), "me", OptionalLong.of(1 << 20), Instant::now);
    String _ = cache.put(clip.y4m());
    ClipFiles files = new ClipFiles(new CachedClips(cache));
    Path file = files.find(reference).y4m();
    assertThat(file).isEqualTo(cache.file(clip.sha256()));
    assertThat(Files.getPosixFilePermissions(file)).contains(PosixFilePermission.OTHERS_READ);
    damage(file);
    assertThatThrownBy(() -> files.find(reference))
        .isInstanceOfSatisfying(
            InfrastructureException.class, fault -> assertThat(fault.isLasting()).isFalse());
    assertThat(cache.contains(clip.sha256())).as("so it is sent again").isFalse();
    String _ = cache.put(clip.y4m());
    assertThat(files.find(reference).y4m()).hasSameBinaryContentAs(clip.y4m());
  }

  @Test
  void hashThatLeadsElsewhereNamesNoClip() {
    assertThatThrownBy(() -> new ClipReference("x", "../../x", 4, 64, 48, "yuv420p", "25"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
