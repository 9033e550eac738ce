package dev.codecsmith.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every artifact store must do; a subclass says how to open and how to damage one. */
public abstract class AbstractArtifactStoreTest {
  /** SHA-256 of "abc", as FIPS 180-2 gives it. */
  protected static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  protected static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @TempDir private Path files;
  protected ArtifactStore store;

  /** Opens the store of this test; the second time, what the first stored is there. */
  protected abstract ArtifactStore open() throws StoreException;

  /** Replaces a blob's content behind the store's back. */
  protected abstract void damage(String sha256, byte[] content) throws Exception;

  @BeforeEach
  protected void openStore() throws StoreException {
    store = open();
  }

  @Test
  void blobIsNamedByItsHash() throws StoreException {
    assertThat(store.put("abc".getBytes(UTF_8))).isEqualTo(ABC);
    assertThat(store.put(new byte[0])).isEqualTo(EMPTY);
    assertThat(open().read(ABC)).asString().isEqualTo("abc");
    assertThat(open().read(EMPTY)).isEmpty();
  }

  @Test
  void blobThatIsTooLongForItsPurposeIsRefused() throws StoreException {
    store.put("abc".getBytes(UTF_8));
    assertThat(store.read(ABC, 3)).asString().isEqualTo("abc");
    assertThatThrownBy(() -> store.read(ABC, 2))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isLasting()).isTrue())
        .hasMessageContaining(ABC)
        .hasMessageContaining("more than 2 bytes");
  }

  @Test
  void fileIsCopied() throws Exception {
    byte[] content = new byte[1_000_003];
    new Random(1).nextBytes(content);
    Path file = Files.write(files.resolve("bitstream"), content);
    String sha256 = store.put(file);
    Files.delete(file);
    assertThat(sha256).isEqualTo(store.put(content));
    assertThat(open().read(sha256)).isEqualTo(content);
    store.copyTo(sha256, file);
    assertThat(file).hasBinaryContent(content);
  }

  @Test
  void storingAgainChangesNothing() throws StoreException {
    assertThat(store.put("abc".getBytes(UTF_8))).isEqualTo(store.put("abc".getBytes(UTF_8)));
    assertThat(store.read(ABC)).asString().isEqualTo("abc");
  }

  @Test
  void knowsHowLongABlobIs() throws StoreException {
    assertThat(store.size(store.put("abc".getBytes(UTF_8)))).isEqualTo(3);
    assertThat(store.size(store.put(new byte[0]))).isZero();
    assertThatThrownBy(() -> store.size("0".repeat(64)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void knowsWhatItHas() throws StoreException {
    assertThat(store.contains(ABC)).isFalse();
    store.put("abc".getBytes(UTF_8));
    assertThat(store.contains(ABC)).isTrue();
  }

  @Test
  void missingBlobIsNamed() {
    assertThatThrownBy(() -> store.open(ABC))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("artifact " + ABC, "is missing");
  }

  @Test
  void missingFileIsNamed() {
    Path file = files.resolve("none");
    assertThatThrownBy(() -> store.put(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void nameThatIsNoHashIsRefused() {
    for (String name : List.of("", "abc", ABC.toUpperCase(java.util.Locale.ROOT), "../" + ABC)) {
      assertThatThrownBy(() -> store.open(name))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("does not name an artifact");
      assertThatThrownBy(() -> store.contains(name)).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void damagedBlobIsFoundAtItsEnd() throws Exception {
    store.put("abc".getBytes(UTF_8));
    for (String damaged : List.of("abd", "ab", "")) {
      damage(ABC, damaged.getBytes(UTF_8));
      assertThatThrownBy(() -> store.read(ABC))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("artifact " + ABC, "is damaged");
      // A cache has forgotten it by now.
      damage(ABC, damaged.getBytes(UTF_8));
      try (InputStream in = store.open(ABC)) {
        for (int i = 0; i < damaged.length(); i++) {
          assertThat(in.read()).isEqualTo(damaged.charAt(i));
        }
        assertThatThrownBy(in::read).isInstanceOf(StoreException.class);
      }
    }
  }

  @Test
  void skippedBytesAreVerifiedToo() throws Exception {
    store.put("abc".getBytes(UTF_8));
    try (InputStream in = store.open(ABC)) {
      in.skipNBytes(2);
      assertThat(in.readAllBytes()).asString().isEqualTo("c");
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void threadsStoreTheSameBlob() throws Exception {
    byte[] content = new byte[300_000];
    new Random(2).nextBytes(content);
    Callable<String> put = () -> store.put(content);
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> name : executor.invokeAll(Collections.nCopies(16, put))) {
        assertThat(store.read(name.get())).isEqualTo(content);
      }
    }
  }

  @Test
  void interruptedThreadStillStores() throws Exception {
    Thread.currentThread().interrupt();
    String name = store.put("abc".getBytes(UTF_8));
    assertThat(Thread.interrupted()).as("the interrupt is still pending").isTrue();
    assertThat(store.read(name)).asString().isEqualTo("abc");
  }
}
