package dev.codecsmith.store.outbox;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.files.FileArtifactStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Artifacts of a store that may be away; what waits for it lies in files. */
final class OutboxArtifactStore implements ArtifactStore {
  private final StoreAccess access;
  private final WaitingWrites waiting;
  private final ArtifactStore store;
  private final FileArtifactStore files;

  OutboxArtifactStore(
      StoreAccess access, WaitingWrites waiting, ArtifactStore store, FileArtifactStore files) {
    this.access = access;
    this.waiting = waiting;
    this.store = store;
    this.files = files;
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    return access.write(() -> store.put(bytes), () -> waits(files.put(bytes)));
  }

  @Override
  public String put(Path file) throws StoreException {
    return access.write(() -> store.put(file), () -> waits(files.put(file)));
  }

  private Optional<String> waits(String sha256) throws StoreException {
    waiting.add(new WaitingWrite.Artifact(sha256));
    return Optional.of(sha256);
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return files.contains(sha256) || access.read(() -> store.contains(sha256));
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    if (files.contains(sha256)) {
      try {
        return files.open(sha256);
      } catch (StoreException e) {
        // It may have been delivered since.
        if (files.contains(sha256)) {
          throw e;
        }
      }
    }
    return access.read(() -> store.open(sha256));
  }
}
