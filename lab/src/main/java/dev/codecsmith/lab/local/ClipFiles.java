package dev.codecsmith.lab.local;

import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.isolation.MountRights;
import dev.codecsmith.store.ArtifactStore;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of clips, by hash: those that are known to lie on this machine, and the others fetched
 * from the artifact store when they are first asked for.
 *
 * <p>A file is handed out only after this process has read all of it and found its hash, and only
 * where it is in every respect what the job says of it: whoever wrote the job, or the file, may be
 * another machine. A file whose size or time has changed since is read again.
 */
public final class ClipFiles implements JobSettings.Clips {
  private static final Logger LOG = LoggerFactory.getLogger(ClipFiles.class);

  private final ArtifactStore artifacts;
  private final Path cache;
  private final Map<String, Path> here = new ConcurrentHashMap<>();
  private final Map<String, VerifiedClip> verified = new ConcurrentHashMap<>();

  /** Each clip is fetched and read by one thread; who needs it meanwhile waits. */
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

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
    here.put(clip.sha256(), clip.y4m());
  }

  @Override
  public Clip find(ClipReference reference) throws InfrastructureException {
    synchronized (locks.computeIfAbsent(reference.sha256(), _ -> new Object())) {
      try {
        VerifiedClip known = verified.get(reference.sha256());
        if (known == null || known.hasChanged()) {
          known = verify(reference);
          verified.put(reference.sha256(), known);
        }
        known.requireToBe(reference);
        return reference.in(known.file());
      } catch (InfrastructureException e) {
        throw e;
      } catch (VideoFormatException e) {
        throw InfrastructureException.lasting(String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw new InfrastructureException(
            "The clip " + reference.name() + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  private VerifiedClip verify(ClipReference reference) throws IOException {
    Path known = here.get(reference.sha256());
    if (known != null) {
      return VerifiedClip.read(reference, known);
    }
    Path file = cache.resolve(reference.sha256() + ".y4m");
    if (Files.exists(file)) {
      try {
        return VerifiedClip.read(reference, file);
      } catch (VideoFormatException _) {
        LOG.warn("The clip {} was damaged in {} and is fetched again.", reference.name(), file);
      }
    }
    fetch(reference, file);
    return VerifiedClip.read(reference, file);
  }

  private void fetch(ClipReference reference, Path file) throws InfrastructureException {
    try {
      Files.createDirectories(cache);
      Path part = Files.createTempFile(cache, "", ".part");
      try {
        artifacts.copyTo(reference.sha256(), part);
        MountRights.letProgramsRead(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new InfrastructureException(
          "The clip " + reference.name() + " cannot be fetched: " + e.getMessage(), e);
    }
  }
}
