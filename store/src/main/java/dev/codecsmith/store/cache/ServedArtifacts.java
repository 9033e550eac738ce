package dev.codecsmith.store.cache;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A cache as others see it who send and fetch over a network. What they send stays here; what they
 * have read to its end they do not need here any more.
 */
public final class ServedArtifacts implements ArtifactStore {
  private final ArtifactCache cache;
  private final ArtifactStore artifacts;

  /**
   * What is served.
   *
   * @param artifacts the cache, or what is reached through it
   */
  public ServedArtifacts(ArtifactCache cache, ArtifactStore artifacts) {
    this.cache = cache;
    this.artifacts = artifacts;
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    return cache.put(bytes);
  }

  @Override
  public String put(Path file) throws StoreException {
    return cache.put(file);
  }

  /** What cannot be reached just now is not here: whoever has it may send it. */
  @Override
  public boolean contains(String sha256) throws StoreException {
    try {
      return artifacts.contains(sha256);
    } catch (StoreException e) {
      if (e.isAway()) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    return new FilterInputStream(artifacts.open(sha256)) {
      @Override
      public int read() throws IOException {
        return seen(super.read());
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return seen(super.read(target, offset, length));
      }

      private int seen(int read) {
        if (read < 0) {
          cache.fetched(sha256);
        }
        return read;
      }
    };
  }
}
