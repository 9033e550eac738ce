package dev.codecsmith.store.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codecsmith.store.AbstractArtifactStoreTest;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by files; and what only files have. */
final class FileArtifactStoreTest extends AbstractArtifactStoreTest {
  @TempDir private Path folder;

  @Override
  protected ArtifactStore open() throws StoreException {
    return FileArtifactStore.open(folder.resolve("artifacts"), "me");
  }

  @Override
  protected void damage(String sha256, byte[] content) throws IOException {
    Files.write(file(sha256), content);
  }

  private Path file(String sha256) {
    return folder.resolve("artifacts").resolve(sha256.substring(0, 2)).resolve(sha256.substring(2));
  }

  private FileArtifactStore files() {
    return (FileArtifactStore) store;
  }

  @Test
  void blobIsOneFileAndNothingElseIsLeft() throws Exception {
    store.put("abc".getBytes(UTF_8));
    store.put("abc".getBytes(UTF_8));
    store.put(Files.write(folder.resolve("copy"), "abc".getBytes(UTF_8)));
    try (Stream<Path> all = Files.walk(folder.resolve("artifacts"))) {
      assertThat(all.filter(Files::isRegularFile)).containsExactly(file(ABC));
    }
  }

  @Test
  void truncatedBlobIsHealedByStoringItAgain() throws Exception {
    store.put("abc".getBytes(UTF_8));
    damage(ABC, new byte[0]);
    store.put("abc".getBytes(UTF_8));
    assertThat(store.read(ABC)).asString().isEqualTo("abc");
  }

  @Test
  void sweepTakesWhatADeadWriterLeft() throws Exception {
    Path temporary = folder.resolve("artifacts").resolve("tmp");
    Files.writeString(temporary.resolve("dead~1"), "half a bitstr");
    Path mine = Files.writeString(temporary.resolve("me~1"), "being written");
    assertThat(files().sweep()).isEqualTo(1);
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).containsExactly(mine);
    }
  }

  @Test
  void collectTakesWhatNothingRefersTo() throws Exception {
    store.put("abc".getBytes(UTF_8));
    store.put(new byte[0]);
    age(ABC);
    age(EMPTY);
    store = open();
    assertThat(files().collect(ABC::equals)).isEqualTo(1);
    assertThat(store.contains(ABC)).isTrue();
    assertThat(store.contains(EMPTY)).isFalse();
  }

  @Test
  void collectKeepsWhatWasStoredSinceTheStoreWasOpened() throws Exception {
    store.put("abc".getBytes(UTF_8));
    age(ABC);
    store = open();
    store.put("abc".getBytes(UTF_8));
    store.put(new byte[0]);
    assertThat(files().collect(_ -> false)).isZero();
    assertThat(store.contains(ABC)).isTrue();
    assertThat(store.contains(EMPTY)).isTrue();
  }

  /** As if it had been stored in an earlier run. */
  private void age(String sha256) throws IOException {
    Files.setLastModifiedTime(file(sha256), FileTime.from(Instant.now().minusSeconds(3600)));
  }

  @Test
  void readerStoresNothing() {
    ArtifactStore reader = FileArtifactStore.openForReading(folder.resolve("artifacts"));
    assertThatThrownBy(() -> reader.put(new byte[0]))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("reading only");
  }
}
