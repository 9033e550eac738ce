package dev.codecsmith.sandbox.run;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.codecsmith.sandbox.posix.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A program's standard output up to its limit. There is no thread and no buffer between the program
 * and the reader: a reader that waits makes the program wait.
 */
final class BoundedOutput extends InputStream {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int PATIENCE_MILLIS = 100;
  private static final long SHORTEST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000;

  private final Descriptor pipe;
  private final long limit;
  private final Runnable onExcess;
  private final BooleanSupplier ended;
  private final MemorySegment buffer = Arena.ofAuto().allocate(BUFFER_BYTES);
  private final CountedPipe counted;
  private volatile long delivered; // written by whoever reads
  private boolean atEnd;

  /**
   * @param onExcess called once, when the program writes more than {@code limit}
   * @param ended whether the program is dead, so that what is in the pipe is all
   */
  BoundedOutput(Descriptor pipe, long limit, Runnable onExcess, BooleanSupplier ended) {
    this.pipe = pipe;
    this.counted = new CountedPipe(pipe::read, pipe::available);
    this.limit = limit;
    this.onExcess = onExcess;
    this.ended = ended;
  }

  /** Whether more than the limit was written, read or not. */
  boolean isExceeded() {
    return counted.written() > limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (atEnd) {
      return -1;
    }
    // One byte beyond the limit is asked for, so that the limit itself is no excess.
    long left = limit - delivered;
    int wanted = (int) Math.min(Math.min(length, buffer.byteSize()), left + 1);
    int count = await(buffer.asSlice(0, wanted));
    if (count <= 0) {
      atEnd = true;
      return -1;
    }
    if (count > left) {
      count = (int) left;
      atEnd = true;
      onExcess.run();
    }
    MemorySegment.copy(buffer, JAVA_BYTE, 0, target, offset, count);
    delivered += count;
    return count == 0 ? -1 : count;
  }

  private int await(MemorySegment segment) throws IOException {
    long pause = SHORTEST_PAUSE_NANOS;
    while (true) {
      // Asked before reading: what a dead program wrote is in the pipe already.
      boolean last = ended.getAsBoolean();
      int count = counted.take(segment);
      if (count >= 0) {
        return count;
      }
      if (last) {
        return 0;
      }
      if (Thread.interrupted()) {
        throw new InterruptedIOException("The reading of a program's output was interrupted.");
      }
      pause = waitForMore(pause);
    }
  }

  /**
   * Waits until there is something to read, or a while.
   *
   * @param pause nanoseconds that a virtual thread waits; it must not block in the kernel, where it
   *     would hold up all others
   * @return how long to wait next time
   */
  private long waitForMore(long pause) {
    if (!Thread.currentThread().isVirtual()) {
      Descriptor.poll(List.of(pipe), PATIENCE_MILLIS);
      return pause;
    }
    LockSupport.parkNanos(pause);
    return Math.min(2 * pause, LONGEST_PAUSE_NANOS);
  }

  @Override
  public int available() {
    return (int) Math.max(0, Math.min(pipe.available(), limit - delivered));
  }
}
