package dev.codecsmith.evolve.models.local;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads a program's output to its end, so that the program never blocks, and keeps the first or the
 * last bytes of it. A child that outlives the program may hold the output open for ever; what has
 * come until then can be had without waiting for it.
 */
public final class OutputCollector {
  private final int most;
  private final boolean last;
  private final Thread reader;
  private byte[] kept = new byte[8192];
  private int size;

  private OutputCollector(InputStream stream, int most, boolean last) {
    this.most = most;
    this.last = last;
    this.reader = Thread.ofVirtual().name("program-output").unstarted(() -> read(stream));
  }

  /** Keeps the first bytes. */
  static OutputCollector head(InputStream stream, int most) {
    return started(new OutputCollector(stream, most, false));
  }

  /** Keeps the last bytes. */
  public static OutputCollector tail(InputStream stream, int most) {
    return started(new OutputCollector(stream, most, true));
  }

  /** What was kept, once the output has ended or the time is over. */
  public byte[] await(Duration longest) throws InterruptedException {
    reader.join(longest);
    synchronized (this) {
      int from = last ? Math.max(0, size - most) : 0;
      return Arrays.copyOfRange(kept, from, Math.min(size, from + most));
    }
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
