package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** Asks who holds locks on files, the kind that {@link java.nio.channels.FileLock} is on Linux. */
public final class FileLocks {
  private static final int F_GETLK = 5;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  /** {@code struct flock} on 64 bits: type, whence, start, length and process id. */
  private static final long FLOCK_BYTES = 32;

  private FileLocks() {}

  /**
   * Whether another process holds a lock on the file. Asking takes no lock and needs no more than
   * the right to read the file.
   *
   * <p>The kernel drops all locks of a process on a file when that process closes any descriptor of
   * it, so this is not to be asked of a file on which this very process holds one.
   */
  public static boolean isHeldByAnother(Path file) throws PosixException {
    try (Descriptor open = Descriptor.open(file);
        Arena arena = Arena.ofConfined()) {
      // Zeros stand for the whole file, from its beginning.
      MemorySegment lock = arena.allocate(FLOCK_BYTES, Long.BYTES);
      lock.set(JAVA_SHORT, 0, F_WRLCK);
      Libc.checked("fcntl", Libc.fcntl(open.number(), F_GETLK, lock));
      return lock.get(JAVA_SHORT, 0) != F_UNLCK;
    }
  }
}
