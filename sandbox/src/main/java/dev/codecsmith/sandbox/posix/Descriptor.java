package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/**
 * An open file of this process, closed exactly once and never handed to a child by accident.
 *
 * <p>Closing waits for calls under way, so that no call reaches a number that the kernel has given
 * to another file meanwhile; therefore our ends of pipes do not block, and waiting is done by
 * {@link #poll} in slices of time.
 */
public final class Descriptor implements AutoCloseable {
  private static final int LOWEST_FOR_CHILDREN = 64;
  private static final int WRITING_SLICE_MILLIS = 100;

  private final BorrowedNumber number;

  Descriptor(int number) {
    this.number = new BorrowedNumber(number);
  }

  /**
   * The two ends of a pipe.
   *
   * @param reading for whoever reads: ours does not block, a child's does
   * @param writing for whoever writes, likewise
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
    Libc.fcntl(pipe.reading.number(), Libc.F_SETPIPE_SZ, capacityBytes);
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
      Descriptor reading = new Descriptor(ends.getAtIndex(JAVA_INT, 0));
      Descriptor writing = new Descriptor(ends.getAtIndex(JAVA_INT, 1));
      doNotBlock(childReads ? writing : reading);
      boolean complete = false;
      try {
        Pipe pipe =
            childReads
                ? new Pipe(outOfTheWay(reading), writing)
                : new Pipe(reading, outOfTheWay(writing));
        complete = true;
        return pipe;
      } finally {
        if (!complete) {
          reading.close();
          writing.close();
        }
      }
    }
  }

  private static void doNotBlock(Descriptor end) {
    int flags = Libc.fcntl(end.number(), Libc.F_GETFL, 0);
    Libc.fcntl(end.number(), Libc.F_SETFL, flags | Libc.O_NONBLOCK);
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
      int opened = Libc.checked("open " + path, Libc.open(name, Libc.O_CLOEXEC));
      return outOfTheWay(new Descriptor(opened));
    }
  }

  /** A file in memory with the given content, positioned at its start, for a child. */
  public static Descriptor inMemory(String name, byte[] content) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      int made = Libc.checked("memfd_create", Libc.memfdCreate(arena.allocateFrom(name)));
      Descriptor file = outOfTheWay(new Descriptor(made));
      boolean complete = false;
      try {
        file.writeFully(content);
        Libc.rewind(file.number());
        complete = true;
        return file;
      } finally {
        if (!complete) {
          file.close();
        }
      }
    }
  }

  /**
   * Moves a descriptor above the numbers that children use, so that giving one to a child never
   * overwrites another. The one given is closed.
   */
  private static Descriptor outOfTheWay(Descriptor low) throws PosixException {
    try (low) {
      int moved = Libc.fcntl(low.number(), Libc.F_DUPFD_CLOEXEC, LOWEST_FOR_CHILDREN);
      return new Descriptor(Libc.checked("fcntl", moved));
    }
  }

  /** The number, for those who know that nobody closes this meanwhile. */
  int number() {
    return number.value();
  }

  /** Bytes that can be read now without waiting; 0 if closed. */
  public int available() {
    return Math.max(0, number.use(Libc::available, 0));
  }

  /**
   * Reads what is there.
   *
   * @return bytes read, 0 at the end or if closed, or −1 if nothing is there yet
   */
  public int read(MemorySegment buffer) throws IOException {
    int count = number.use(open -> Libc.read(open, buffer), 0);
    if (count == -Libc.EAGAIN || count == -Libc.EINTR) {
      return -1;
    }
    return Libc.checked("read", count);
  }

  /**
   * Writes all of {@code content}; waits where the reader is slow.
   *
   * @throws PosixException if it is closed, by whichever side, before all is written
   */
  public void writeFully(byte[] content) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(Math.max(1, content.length));
      MemorySegment.copy(content, 0, buffer, JAVA_BYTE, 0, content.length);
      long done = 0;
      while (done < content.length) {
        MemorySegment rest = buffer.asSlice(done, content.length - done);
        int count = number.use(open -> Libc.write(open, rest), -Libc.EPIPE);
        if (count == -Libc.EAGAIN) {
          poll(List.of(this), Libc.POLLOUT, WRITING_SLICE_MILLIS);
        } else if (count != -Libc.EINTR) {
          done += Libc.checked("write", count);
        }
      }
    }
  }

  /** Sends a signal to the process whose handle this is; none if closed. */
  void signal(int signal) {
    number.use(handle -> Libc.pidfdSendSignal(handle, signal), 0);
  }

  /**
   * Waits until one of them can be read or has ended.
   *
   * @return for each whether it is ready, as one that is closed is; all false after the time-out
   */
  public static boolean[] poll(List<Descriptor> descriptors, int timeoutMillis) {
    return poll(descriptors, Libc.POLLIN, timeoutMillis);
  }

  private static boolean[] poll(List<Descriptor> descriptors, short event, int timeoutMillis) {
    int count = descriptors.size();
    boolean[] ready = new boolean[count];
    int held = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entries = arena.allocate(Math.max(8, 8L * count), 8);
      while (held < count && descriptors.get(held).number.hold()) {
        Libc.setPollEntry(entries, held, descriptors.get(held).number(), event);
        held++;
      }
      if (held < count) {
        ready[held] = true;
        return ready;
      }
      Libc.poll(entries, count, timeoutMillis);
      for (int i = 0; i < count; i++) {
        ready[i] = Libc.pollEntryReady(entries, i);
      }
      return ready;
    } finally {
      for (int i = 0; i < held; i++) {
        descriptors.get(i).number.release();
      }
    }
  }

  @Override
  public void close() {
    number.giveBack(open -> {
      Libc.close(open);
      return true;
    });
  }
}
