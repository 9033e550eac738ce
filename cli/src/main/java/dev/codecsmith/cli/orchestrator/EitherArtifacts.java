package dev.codecsmith.cli.orchestrator;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Artifacts of two stores, to be read: those of this machine, and those of one that may be away.
 */
record EitherArtifacts(ArtifactStore near, ArtifactStore far) implements ArtifactStore {

  @Override
  public String put(byte[] bytes) {
    throw readOnly();
  }

  @Override
  public String put(Path file) {
    throw readOnly();
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("these are to be read");
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return near.contains(sha256) || far.contains(sha256);
  }

  @Override
  public long size(String sha256) throws StoreException {
    return near.contains(sha256) ? near.size(sha256) : far.size(sha256);
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    return near.contains(sha256) ? near.open(sha256) : far.open(sha256);
  }
}
