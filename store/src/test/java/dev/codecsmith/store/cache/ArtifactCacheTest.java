package dev.codecsmith.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.AbstractArtifactStoreTest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.ChildJvm;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by a cache with room enough; and what only a cache does. */
final class ArtifactCacheTest extends AbstractArtifactStoreTest {
  private static final int BLOB = 1000;
  private static final long LIMIT = 3 * BLOB;

  @TempDir private Path folder;
  private Instant now = Instant.now();
  private long free = Long.MAX_VALUE / 4;

  @Override
  protected ArtifactStore open() throws StoreException {
    return cache(1 << 30);
  }

  private ArtifactCache cache(long limit) throws StoreException {
    return ArtifactCache.open(files(), OptionalLong.of(limit), () -> free, () -> now);
  }

  private FileArtifactStore files() throws StoreException {
    return FileArtifactStore.open(folder.resolve("artifacts"), "me");
  }

  @Override
  protected void damage(String sha256, byte[] content) throws IOException {
    Files.write(file(sha256), content);
  }

  private Path file(String sha256) {
    return folder.resolve("artifacts").resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
  }

  private static byte[] blob(int number) {
    byte[] blob = new byte[BLOB];
    new Random(number).nextBytes(blob);
    return blob;
  }

  /** A blob that nobody counts on any more. */
  private String fetched(ArtifactCache cache, int number) throws StoreException {
    String sha256 = cache.put(blob(number));
    cache.fetched(sha256);
    return sha256;
  }

  private List<Boolean> there(String... hashes) {
    return Stream.of(hashes).map(sha256 -> Files.exists(file(sha256))).toList();
  }

  @Test
  void whatWasUsedLongestAgoGoesFirst() throws Exception {
    ArtifactCache cache = cache(LIMIT);
    String first = fetched(cache, 1);
    String second = fetched(cache, 2);
    String third = fetched(cache, 3);
    try (InputStream in = cache.open(first)) {
      assertThat(in.readAllBytes()).hasSize(BLOB);
    }
    String fourth = fetched(cache, 4);
    assertThat(there(first, second, third, fourth)).containsExactly(true, false, true, true);
    assertThat(cache.bytes()).isEqualTo(LIMIT);
    assertThatThrownBy(() -> cache.open(second)).hasMessageContaining("is missing");
    assertThat(cache.put(blob(2))).as("sent again").isEqualTo(second);
    assertThat(cache.read(second)).isEqualTo(blob(2));
  }

  @Test
  void whatRunningJobsNeedStaysAlsoWhatComesOnlyLater() throws Exception {
    ArtifactCache cache = cache(LIMIT);
    String clip = fetched(cache, 1);
    String later = files().put(blob(2));
    cache.forget(later);
    try (ArtifactCache.Hold _ = cache.hold(List.of(clip, later));
        ArtifactCache.Hold _ = cache.hold(List.of(clip))) {
      assertThat(fetched(cache, 2)).isEqualTo(later);
      for (int i = 3; i < 20; i++) {
        String _ = fetched(cache, i);
      }
      assertThat(there(clip, later)).containsExactly(true, true);
    }
    String _ = fetched(cache, 20);
    String _ = fetched(cache, 21);
    String _ = fetched(cache, 22);
    assertThat(there(clip, later)).containsExactly(false, false);
  }

  @Test
  void whatNobodyHasFetchedIsKeptForAnHourAndTheCacheSaysThatItHasNoRoom() throws Exception {
    ArtifactCache cache = cache(LIMIT);
    String result = cache.put(blob(0));
    for (int i = 1; i < 4; i++) {
      String _ = cache.put(blob(i));
    }
    assertThat(there(result)).containsExactly(true);
    assertThat(cache.reasonAgainst().orElseThrow()).contains("nobody has fetched", "--cache");
    now = now.plus(ArtifactCache.KEPT).minusSeconds(1);
    assertThat(cache.reasonAgainst()).isPresent();
    now = now.plusSeconds(2);
    assertThat(cache.reasonAgainst()).isEmpty();
    assertThat(there(result)).containsExactly(false);
  }

  @Test
  void whatOneWasToldToBeHereStaysForAnHour() throws Exception {
    ArtifactCache cache = cache(LIMIT);
    String program = fetched(cache, 0);
    assertThat(cache.contains(program)).isTrue();
    for (int i = 1; i < 9; i++) {
      String _ = fetched(cache, i);
    }
    assertThat(there(program)).containsExactly(true);
  }

  @Test
  void whatWasFetchedToItsEndOverTheNetworkMayGo() throws Exception {
    ArtifactCache cache = cache(LIMIT);
    ServedArtifacts served = new ServedArtifacts(cache, cache);
    String half = served.put(blob(0));
    String whole = served.put(blob(1));
    try (InputStream in = served.open(half)) {
      assertThat(in.readNBytes(BLOB / 2)).hasSize(BLOB / 2);
    }
    assertThat(served.read(whole)).isEqualTo(blob(1));
    for (int i = 2; i < 9; i++) {
      String _ = fetched(cache, i);
    }
    assertThat(there(half, whole)).containsExactly(true, false);
  }

  @Test
  void whatGoesWhileItIsReadIsReadToItsEnd() throws Exception {
    ArtifactCache cache = cache(LIMIT);
    String sha256 = fetched(cache, 0);
    try (InputStream in = cache.open(sha256)) {
      assertThat(in.readNBytes(10)).hasSize(10);
      for (int i = 1; i < 9; i++) {
        String _ = fetched(cache, i);
      }
      assertThat(there(sha256)).containsExactly(false);
      assertThat(in.readAllBytes()).hasSize(BLOB - 10);
    }
  }

  @Test
  void aDiskThatGetsFullMakesItSmaller() throws Exception {
    ArtifactCache cache = cache(1 << 30);
    String first = fetched(cache, 1);
    String second = fetched(cache, 2);
    String kept = cache.put(blob(3));
    free = ArtifactCache.RESERVE_BYTES - 1;
    assertThat(cache.reasonAgainst()).isEmpty();
    assertThat(there(first, second, kept)).containsExactly(false, true, true);
    free = 0;
    assertThat(cache.reasonAgainst()).isEmpty();
    assertThat(there(second, kept)).containsExactly(false, true);
  }

  @Test
  void forWhatComesItMakesRoomOnTheDisk() throws Exception {
    ArtifactCache cache = cache(1 << 30);
    String first = fetched(cache, 1);
    String second = fetched(cache, 2);
    free = ArtifactCache.RESERVE_BYTES + BLOB;
    cache.makeRoom(BLOB);
    assertThat(there(first, second)).containsExactly(true, true);
    cache.makeRoom(BLOB + 1);
    assertThat(there(first, second)).containsExactly(false, true);
  }

  @Test
  void withoutALimitItTakesHalfOfWhatTheDiskHasForIt() throws Exception {
    String _ = files().put(blob(1));
    free = 9 * BLOB;
    ArtifactCache cache = ArtifactCache.open(files(), OptionalLong.empty(), () -> free, () -> now);
    assertThat(cache.limitBytes()).isEqualTo(5 * BLOB);
  }

  @Test
  void theNextProcessCountsWhatIsThereAndKeepsWhatIsNew() throws Exception {
    ArtifactCache before = cache(1 << 30);
    String old = fetched(before, 1);
    String older = fetched(before, 2);
    String recent = fetched(before, 3);
    age(old, Duration.ofHours(2));
    age(older, Duration.ofHours(3));
    assertThat(left(1 << 30)).isEqualTo(LIMIT);
    assertThat(left(2 * BLOB)).isEqualTo(2 * BLOB);
    assertThat(there(old, older, recent)).containsExactly(true, false, true);
    assertThat(left(0)).isEqualTo(BLOB);
    assertThat(there(old, recent)).containsExactly(false, true);
  }

  /** What the next process keeps. */
  private long left(long limit) throws StoreException {
    ArtifactCache next = cache(limit);
    Optional<String> _ = next.reasonAgainst();
    return next.bytes();
  }

  private void age(String sha256, Duration by) throws IOException {
    FileTime then = FileTime.from(now.minus(by));
    Files.getFileAttributeView(file(sha256), BasicFileAttributeView.class)
        .setTimes(then, then, null);
  }

  @Test
  void whatWasFoundDamagedIsForgotten() throws Exception {
    ArtifactCache cache = cache(LIMIT);
    String sha256 = cache.put("abc".getBytes(UTF_8));
    assertThat(cache.file(sha256)).isEqualTo(file(sha256));
    cache.forget(sha256);
    assertThat(cache.contains(sha256)).isFalse();
    assertThat(cache.bytes()).isZero();
    assertThatThrownBy(() -> cache.file(sha256)).hasMessageContaining("send it again");
  }

  @Test
  void whatAPowerCutDamagedIsForgottenWhenItIsRead() throws Exception {
    String sha256 = cache(LIMIT).put(blob(1));
    damage(sha256, new byte[0]);
    ArtifactCache next = cache(LIMIT);
    assertThat(next.contains(sha256)).isTrue();
    assertThatThrownBy(() -> next.read(sha256)).hasMessageContaining("is damaged");
    assertThat(next.contains(sha256)).isFalse();
    assertThat(next.put(blob(1))).isEqualTo(sha256);
    assertThat(next.read(sha256)).isEqualTo(blob(1));
  }

  /** Stores and lets go as fast as it can, until it is killed. */
  static final class Busy {
    public static void main(String[] arguments) throws Exception {
      ArtifactCache cache =
          ArtifactCache.open(
              FileArtifactStore.open(Path.of(arguments[0]), "child" + arguments[1]),
              OptionalLong.of(10 * BLOB),
              () -> Long.MAX_VALUE / 4,
              Instant::now);
      for (int i = 0; ; i++) {
        cache.fetched(cache.put(blob(i)));
        if (i == 30) {
          System.out.println("busy");
        }
      }
    }
  }

  @Test
  void killedAtAnyMomentItLeavesWholeBlobsAndNothingThatIsNotCounted() throws Exception {
    for (int kill = 0; kill < 3; kill++) {
      try (ChildJvm child = ChildJvm.start(Busy.class, folder.resolve("artifacts"), kill)) {
        assertThat(child.line()).isEqualTo("busy");
        List<String> _ = child.kill();
      }
      FileArtifactStore files = files();
      int _ = files.sweep();
      long[] total = {0};
      files.each((sha256, file) -> {
        assertThat(files.read(sha256)).hasSize(BLOB);
        total[0] += Files.size(file);
      });
      assertThat(total[0]).isBetween((long) BLOB, 11L * BLOB);
      assertThat(cache(1 << 30).bytes()).isEqualTo(total[0]);
    }
  }
}
