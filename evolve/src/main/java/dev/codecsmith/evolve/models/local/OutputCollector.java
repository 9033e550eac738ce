package dev.codecsmith.evolve.models.local;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads a program's output to its end, so that the program never blocks, and keeps the first or the
 * last bytes of it. What the program has started may hold the output open for ever, so that the end
 * is waited for no longer than one wants; what has come until then can be had all the same.
 */
public final class OutputCollector {
  private final int most;
  private final boolean last;
  private final Thread reader;
  private byte[] kept = new byte[8192];
  private int size;
  private volatile boolean ended;

  private OutputCollector(InputStream stream, int most, boolean last) {
    this.most = most;
    this.last = last;
    this.reader = Thread.ofPlatform().daemon().name("program-output").unstarted(() -> read(stream));
  }

  /** Keeps the first bytes. */
  static OutputCollector head(InputStream stream, int most) {
    return started(new OutputCollector(stream, most, false));
  }

  /** Keeps the last bytes. */
  public static OutputCollector tail(InputStream stream, int most) {
    return started(new OutputCollector(stream, most, true));
  }

  /**
   * Waits for the end of the output.
   *
   * @return whether it was read to its end, and not only until the time was over or it was closed
   */
  public boolean hasEnded(Duration longest) throws InterruptedException {
    reader.join(longest);
    return ended;
  }

  /** What was kept of what has come until now. */
  public synchronized byte[] kept() {
    int from = last ? Math.max(0, size - most) : 0;
    return Arrays.copyOfRange(kept, from, Math.min(size, from + most));
  }

  private static OutputCollector started(OutputCollector collector) {
    collector.reader.start();
    return collector;
  }

  private void read(InputStream stream) {
    byte[] chunk = new byte[8192];
    try (stream) {
      int read;
      while ((read = stream.read(chunk)) > 0) {
        keep(chunk, read);
      }
      ended = true;
    } catch (IOException killed) {
      // The program was killed; what it said before stands.
      return;
    }
  }

  private synchronized void keep(byte[] chunk, int length) {
    if (!last && size >= most) {
      return;
    }
    if (last && size >= 2 * most) {
      System.arraycopy(kept, size - most, kept, 0, most);
      size = most;
    }
    if (size + length > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(2 * kept.length, size + length));
    }
    System.arraycopy(chunk, 0, kept, size, length);
    size += length;
  }
}
