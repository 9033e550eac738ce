package dev.codecsmith.lab.local;

import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files of clips, by hash: those that are known to lie on this machine, and the others fetched
 * from the artifact store when they are first asked for.
 */
public final class ClipFiles implements JobSettings.Clips {
  private final ArtifactStore artifacts;
  private final Path cache;
  private final Map<String, Path> files = new ConcurrentHashMap<>();

  /**
   * @param artifacts where clips come from that lie nowhere else
   * @param cache a folder for them, made if need be
   */
  public ClipFiles(ArtifactStore artifacts, Path cache) {
    this.artifacts = artifacts;
    this.cache = cache;
  }

  /** Tells where a clip lies, so that it is not fetched. */
  public void add(Clip clip) {
    files.put(clip.sha256(), clip.y4m());
  }

  @Override
  public Clip find(ClipReference reference) throws InfrastructureException {
    Path known = files.get(reference.sha256());
    return reference.in(known != null ? known : fetched(reference));
  }

  private synchronized Path fetched(ClipReference reference) throws InfrastructureException {
    Path file = cache.resolve(reference.sha256() + ".y4m");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(cache);
        Path part = Files.createTempFile(cache, "", ".part");
        try {
          artifacts.copyTo(reference.sha256(), part);
          MountRights.letProgramsRead(part);
          Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(part);
        }
      }
      files.put(reference.sha256(), file);
      return file;
    } catch (IOException e) {
      throw new InfrastructureException(
          "The clip " + reference.name() + " cannot be fetched: " + e.getMessage(), e);
    }
  }
}
