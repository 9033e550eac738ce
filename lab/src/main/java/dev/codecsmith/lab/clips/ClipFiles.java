package dev.codecsmith.lab.clips;

import dev.codecsmith.lab.job.ClipReference;
import dev.codecsmith.lab.job.JobSettings;
import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of clips, by hash: those that are known to lie on this machine, and the others from a
 * {@link ClipSource} when they are first asked for.
 *
 * <p>A file is handed out only after this process has read all of it and found its hash, and only
 * where it is in every respect what the job says of it: whoever wrote the job, or the file, may be
 * another machine. A file whose size or time has changed since is read again.
 */
public final class ClipFiles implements JobSettings.Clips {
  private static final Logger LOG = LoggerFactory.getLogger(ClipFiles.class);

  private final ClipSource source;
  private final Map<String, Path> here = new ConcurrentHashMap<>();
  private final Map<String, VerifiedClip> verified = new ConcurrentHashMap<>();

  /** Each clip is fetched and read by one thread; who needs it meanwhile waits. */
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param source where clips come from that lie nowhere else
   */
  public ClipFiles(ClipSource source) {
    this.source = source;
  }

  /** Tells where a clip lies, so that it is not fetched. */
  public void add(Clip clip) {
    here.put(clip.sha256(), clip.y4m());
  }

  @Override
  public boolean isAtHand(ClipReference reference) {
    return here.containsKey(reference.sha256()) || verified.containsKey(reference.sha256());
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
    Path file = source.file(reference.sha256());
    try {
      return VerifiedClip.read(reference, file);
    } catch (VideoFormatException e) {
      if (isItself(reference, file)) {
        throw e;
      }
      LOG.warn("The clip {} was damaged in {} and is fetched again.", reference.name(), file);
    }
    source.damaged(reference.sha256());
    return VerifiedClip.read(reference, source.file(reference.sha256()));
  }

  private static boolean isItself(ClipReference reference, Path file) throws IOException {
    try {
      reference.in(file).verify();
      return true;
    } catch (VideoFormatException _) {
      return false;
    }
  }
}
