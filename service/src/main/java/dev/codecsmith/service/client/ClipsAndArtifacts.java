package dev.codecsmith.service.client;

import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The caller's artifacts, and its clips under their hashes without a copy of them. Who receives a
 * clip checks it against its hash.
 */
public final class ClipsAndArtifacts implements ArtifactStore {
  private final ArtifactStore artifacts;
  private final Map<String, Path> clips = new ConcurrentHashMap<>();

  /** Clips that are known to be among the artifacts. */
  private final Set<String> shared = new HashSet<>();

  public ClipsAndArtifacts(ArtifactStore artifacts) {
    this.artifacts = artifacts;
  }

  /** Makes a clip one of them. */
  public void add(Clip clip) {
    clips.put(clip.sha256(), clip.y4m());
  }

  /** Puts a clip among the artifacts, where others may see them, unless it is there. */
  synchronized void share(String sha256) throws StoreException {
    Optional<Path> clip = Optional.ofNullable(clips.get(sha256));
    if (clip.isPresent() && !shared.contains(sha256)) {
      if (!artifacts.contains(sha256)) {
        String _ = artifacts.put(clip.get());
      }
      shared.add(sha256);
    }
  }

  @Override
  public String put(byte[] bytes) throws StoreException {
    return artifacts.put(bytes);
  }

  @Override
  public String put(Path file) throws StoreException {
    return artifacts.put(file);
  }

  @Override
  public boolean contains(String sha256) throws StoreException {
    return clips.containsKey(sha256) || artifacts.contains(sha256);
  }

  @Override
  public InputStream open(String sha256) throws StoreException {
    Optional<Path> clip = Optional.ofNullable(clips.get(sha256));
    if (clip.isEmpty()) {
      return artifacts.open(sha256);
    }
    try {
      return Files.newInputStream(clip.get());
    } catch (IOException e) {
      throw new StoreException(
          "the clip " + clip.get() + " cannot be read (" + StoreException.reason(e) + ")", e);
    }
  }
}
