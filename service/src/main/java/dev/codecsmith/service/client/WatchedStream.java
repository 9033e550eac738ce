package dev.codecsmith.service.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that is closed where whoever reads it waits too long: who sends is gone, and TCP may not
 * say so for hours. The time in which nobody reads does not count.
 */
final class WatchedStream extends FilterInputStream {
  private static final long NOBODY = Long.MIN_VALUE;

  /** Since when somebody waits. */
  private final AtomicLong since = new AtomicLong(NOBODY);

  private final AtomicBoolean silent = new AtomicBoolean();
  private final Thread watch;

  WatchedStream(InputStream in, Duration patience) {
    super(in);
    this.watch = Thread.ofVirtual().name("silence").start(() -> watch(patience));
  }

  private void watch(Duration patience) {
    try {
      while (true) {
        long waiting = since.get();
        long left =
            waiting == NOBODY
                ? patience.toNanos()
                : patience.toNanos() - (System.nanoTime() - waiting);
        if (left <= 0) {
          silent.set(true);
          in.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException | IOException e) {
      // It is closed already.
      return;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    since.set(System.nanoTime());
    try {
      int read = in.read(bytes, offset, length);
      if (read < 0) {
        watch.interrupt();
      }
      return read;
    } catch (IOException e) {
      throw silent.get() ? new IOException("nothing was heard for too long", e) : e;
    } finally {
      since.set(NOBODY);
    }
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    in.close();
  }
}
