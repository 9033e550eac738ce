package dev.codecsmith.sandbox.posix;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The kernel's time since the machine was booted. It goes on while the machine is suspended, where
 * {@link System#nanoTime} stands still.
 */
public final class BootClock {
  private static final int CLOCK_BOOTTIME = 7;

  private BootClock() {}

  /** In nanoseconds. */
  public static long nanos() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment time = arena.allocate(JAVA_LONG, 2);
      Libc.checked("clock_gettime", Libc.clockGettime(CLOCK_BOOTTIME, time));
      return time.getAtIndex(JAVA_LONG, 0) * 1_000_000_000L + time.getAtIndex(JAVA_LONG, 1);
    } catch (PosixException e) {
      throw new IllegalStateException("every kernel since 2.6.39 has this clock", e);
    }
  }
}
