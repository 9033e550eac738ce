package dev.codecsmith.store.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.memory.MemoryArtifactStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others are told to be here. */
class ServedArtifactsTest {
  @TempDir private Path folder;

  /** A server that takes connections and says nothing. */
  private static final class Silent implements ArtifactStore {
    /** Hangs until it is interrupted. */
    private static StoreException hung() {
      try {
        new CountDownLatch(1).await();
        throw new AssertionError("nobody opens it");
      } catch (InterruptedException e) {
        return new StoreException("interrupted", e);
      }
    }

    @Override
    public String put(byte[] bytes) throws StoreException {
      throw hung();
    }

    @Override
    public String put(Path file) throws StoreException {
      throw hung();
    }

    @Override
    public boolean contains(String sha256) throws StoreException {
      throw hung();
    }

    @Override
    public InputStream open(String sha256) throws StoreException {
      throw hung();
    }
  }

  private ArtifactCache cache() throws StoreException {
    return ArtifactCache.open(folder, "me", OptionalLong.of(1 << 20), Instant::now);
  }

  @Test
  void aStoreThatHangsHasNothingAndNobodyWaitsForIt() throws Exception {
    ArtifactCache cache = cache();
    String here = cache.put("here".getBytes(UTF_8));
    String absent = "0".repeat(64);
    ServedArtifacts served = new ServedArtifacts(cache, new Silent(), Duration.ofMillis(1));
    assertThat(served.contains(here)).isTrue();
    assertThat(served.missing(Set.of(here, absent))).containsExactly(absent);
    assertThat(served.contains(absent)).isFalse();
  }

  @Test
  void whatTheStoreHasIsNotMissing() throws Exception {
    ArtifactStore elsewhere = new MemoryArtifactStore();
    String there = elsewhere.put("there".getBytes(UTF_8));
    ServedArtifacts served = new ServedArtifacts(cache(), elsewhere);
    assertThat(served.missing(Set.of(there, "0".repeat(64)))).containsExactly("0".repeat(64));
  }
}
