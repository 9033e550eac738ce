package dev.codecsmith.lab.clips;

import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.store.cache.ArtifactFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Clips that are used where a cache keeps them. Whoever evaluates holds them there meanwhile. */
public final class CachedClips implements ClipSource {
  private final ArtifactFiles cache;

  public CachedClips(ArtifactFiles cache) {
    this.cache = cache;
  }

  @Override
  public Path file(String sha256) throws IOException {
    Path file = cache.file(sha256);
    MountRights.letProgramsRead(file);
    return file;
  }

  @Override
  public void damaged(String sha256) throws IOException {
    cache.forget(sha256);
  }
}
