package dev.codecsmith.store.memory;

import dev.codecsmith.store.AbstractArtifactStoreTest;
import dev.codecsmith.store.ArtifactStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The contract, kept in memory. */
final class MemoryArtifactStoreTest extends AbstractArtifactStoreTest {
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  @Override
  protected ArtifactStore open() {
    return new MemoryArtifactStore(blobs);
  }

  @Override
  protected void damage(String sha256, byte[] content) {
    blobs.put(sha256, content);
  }
}
