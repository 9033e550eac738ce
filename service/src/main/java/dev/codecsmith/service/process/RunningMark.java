package dev.codecsmith.service.process;

import dev.codecsmith.service.process.ProcessLog.Crash;
import dev.codecsmith.store.StoreException;
import dev.codecsmith.store.data.DataDirectory;
import dev.codecsmith.store.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that is there while a process works in a data folder. One that is found at the start was
 * left by a process that did not end by itself: killed, out of memory, or without power. Its last
 * log becomes an artifact.
 */
public final class RunningMark implements AutoCloseable {
  /** Of a log so much is kept, its end: enough for what led to a crash. */
  private static final int MOST_BYTES = 4 << 20;

  private static final Logger log = LoggerFactory.getLogger(RunningMark.class);

  private final Path mark;
  private final boolean wasThere;
  private final Optional<Crash> lastCrash;

  private RunningMark(Path mark, boolean wasThere, Optional<Crash> lastCrash) {
    this.mark = mark;
    this.wasThere = wasThere;
    this.lastCrash = lastCrash;
  }

  /**
   * Sets the mark, before anything is written to the log.
   *
   * @param data opened for writing, so that no other process works there
   * @param kind such as {@code worker}
   * @param logFile where processes of this kind write their log
   */
  public static RunningMark set(DataDirectory data, String kind, Path logFile, Clock clock)
      throws IOException {
    Path mark = data.path().resolve(kind + ".running");
    String key = "last-crash/" + kind;
    boolean wasThere = Files.exists(mark);
    if (wasThere) {
      Crash crash = new Crash(clock.instant(), data.artifacts().put(end(logFile)));
      // A mention, so that the log is none of the artifacts that nobody needs.
      data.experiments().cache(key, Json.write(crash));
    } else {
      Files.createFile(mark);
    }
    return new RunningMark(mark, wasThere, kept(data, key));
  }

  private static Optional<Crash> kept(DataDirectory data, String key) throws StoreException {
    return data.experiments().cached(key).map(json -> Json.read(json, Crash.class));
  }

  /** The last bytes of the log and the one before. */
  private static byte[] end(Path file) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path each : new Path[] {LogLines.earlier(file), file}) {
      try (FileChannel channel = FileChannel.open(each)) {
        int length = (int) Math.min(MOST_BYTES / 2, channel.size());
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int read = channel.read(bytes, channel.size() - length);
        all.write(bytes.array(), 0, Math.max(0, read));
      } catch (NoSuchFileException e) {
        log.debug("there is no {}", each);
      }
    }
    return all.toByteArray();
  }

  /** What was found at this start; empty where the process before ended by itself. */
  public Optional<Crash> foundNow() {
    return wasThere ? lastCrash : Optional.empty();
  }

  /** The last time that one did not end by itself; empty if none ever did. */
  public Optional<Crash> lastCrash() {
    return lastCrash;
  }

  /** Takes the mark away: this process ends by itself. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(mark);
    } catch (IOException e) {
      log.warn("the mark {} cannot be taken away: {}", mark, e.toString());
    }
  }
}
