package dev.codecsmith.sandbox.run;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.function.IntSupplier;

/**
 * A pipe from which bytes are taken and counted in one step, so that whoever asks how many were
 * written sees each of them either taken or still in the pipe, never neither.
 */
final class CountedPipe {
  private final Reading reading;
  private final IntSupplier waiting;
  private long taken;

  /** Reads without waiting: bytes read, 0 at the end, or −1 if nothing is there yet. */
  interface Reading {
    int read(MemorySegment target) throws IOException;
  }

  /**
   * @param waiting how many bytes are in the pipe
   */
  CountedPipe(Reading reading, IntSupplier waiting) {
    this.reading = reading;
    this.waiting = waiting;
  }

  /** Takes what is there, as {@link Reading} does. */
  synchronized int take(MemorySegment target) throws IOException {
    int count = reading.read(target);
    taken += Math.max(0, count);
    return count;
  }

  /** How many bytes were written so far, as far as that can be seen. */
  synchronized long written() {
    return taken + waiting.getAsInt();
  }
}
