package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An open file of this process, closed exactly once and never handed to a child by accident.
 *
 * <p>Closing waits for calls under way, so that no call reaches a number that the kernel has given
 * to another file meanwhile; therefore descriptors that are read here do not block, and waiting is
 * done by {@link #poll}.
 */
public final class Descriptor implements AutoCloseable {
  private static final int LOWEST_FOR_CHILDREN = 64;

  private final int number;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  Descriptor(int number) {
    this.number = number;
  }

  /**
   * The two ends of a pipe.
   *
   * @param reading does not block
   * @param writing blocks
   */
  public record Pipe(Descriptor reading, Descriptor writing) implements AutoCloseable {
    @Override
    public void close() {
      reading.close();
      writing.close();
    }
  }

  /** A pipe whose reading end is ours and whose writing end is for a child. */
  public static Pipe pipeFromChild(int capacityBytes) throws PosixException {
    Pipe pipe = pipe(false);
    // A larger pipe is a matter of speed only; the kernel may refuse it to an ordinary user.
    Libc.fcntl(pipe.reading.number, Libc.F_SETPIPE_SZ, capacityBytes);
    return pipe;
  }

  /** A pipe whose writing end is ours and whose reading end is for a child. */
  public static Pipe pipeToChild() throws PosixException {
    return pipe(true);
  }

  private static Pipe pipe(boolean childReads) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(JAVA_INT, 2);
      Libc.checked("pipe2", Libc.pipe2(ends, Libc.O_CLOEXEC));
      int reading = ends.getAtIndex(JAVA_INT, 0);
      int writing = ends.getAtIndex(JAVA_INT, 1);
      if (childReads) {
        return new Pipe(outOfTheWay(reading), new Descriptor(writing));
      }
      Libc.fcntl(reading, Libc.F_SETFL, Libc.fcntl(reading, Libc.F_GETFL, 0) | Libc.O_NONBLOCK);
      return new Pipe(new Descriptor(reading), outOfTheWay(writing));
    }
  }

  /** A file of the host for reading, which does not block. */
  public static Descriptor open(Path path) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      int flags = Libc.O_CLOEXEC | Libc.O_NONBLOCK;
      MemorySegment name = arena.allocateFrom(path.toString());
      return new Descriptor(Libc.checked("open " + path, Libc.open(name, flags)));
    }
  }

  /** A file of the host for a child to read. */
  public static Descriptor forChild(Path path) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      return outOfTheWay(Libc.checked("open " + path, Libc.open(name, Libc.O_CLOEXEC)));
    }
  }

  /** A file in memory with the given content, positioned at its start, for a child. */
  public static Descriptor inMemory(String name, byte[] content) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      int number = Libc.checked("memfd_create", Libc.memfdCreate(arena.allocateFrom(name)));
      Descriptor file = outOfTheWay(number);
      file.writeFully(content);
      Libc.rewind(file.number);
      return file;
    }
  }

  /**
   * Moves a descriptor above the numbers that children use, so that giving one to a child never
   * overwrites another.
   */
  private static Descriptor outOfTheWay(int number) throws PosixException {
    int moved = Libc.fcntl(number, Libc.F_DUPFD_CLOEXEC, LOWEST_FOR_CHILDREN);
    Libc.close(number);
    return new Descriptor(Libc.checked("fcntl", moved));
  }

  int number() {
    return number;
  }

  /** Bytes that can be read now without waiting; 0 if closed. */
  public int available() {
    lock.readLock().lock();
    try {
      return closed ? 0 : Math.max(0, Libc.available(number));
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Reads what is there.
   *
   * @return bytes read, 0 at the end, or −1 if nothing is there yet
   */
  public int read(MemorySegment buffer) throws IOException {
    lock.readLock().lock();
    try {
      if (closed) {
        return 0;
      }
      long count = Libc.read(number, buffer, buffer.byteSize());
      if (count == -Libc.EAGAIN || count == -Libc.EINTR) {
        return -1;
      }
      return Libc.checked("read", (int) count);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Writes all of {@code content}; blocks where the reader is slow. */
  public void writeFully(byte[] content) throws PosixException {
    lock.readLock().lock();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(1, content.length));
      MemorySegment.copy(content, 0, buffer, JAVA_BYTE, 0, content.length);
      long done = 0;
      while (done < content.length) {
        long count = closed ? -32 : Libc.write(number, buffer.asSlice(done), content.length - done);
        if (count == -Libc.EINTR) {
          continue;
        }
        if (count < 0) {
          throw new PosixException("write", (int) -count);
        }
        done += count;
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Waits until one of them can be read or has ended.
   *
   * @return for each whether it is ready; all false after the time-out
   */
  public static boolean[] poll(List<Descriptor> descriptors, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      int count = descriptors.size();
      MemorySegment entries = arena.allocate(Math.max(8, 8L * count), 8);
      for (int i = 0; i < count; i++) {
        Libc.setPollEntry(entries, i, descriptors.get(i).number);
      }
      Libc.poll(entries, count, timeoutMillis);
      boolean[] ready = new boolean[count];
      for (int i = 0; i < count; i++) {
        ready[i] = Libc.pollEntryReady(entries, i);
      }
      return ready;
    }
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        Libc.close(number);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
