package dev.codecsmith.service.worker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for what is sent in, from when it is read until its work has ended. What does not fit is
 * refused, so that whatever comes, and however much at once, leaves the process its memory.
 */
public final class MemoryBudget {
  private static final int PART_OF_THE_HEAP = 4;

  private final long bytes;
  private final AtomicLong free;

  /**
   * @param bytes all of it
   */
  public MemoryBudget(long bytes) {
    this.bytes = bytes;
    this.free = new AtomicLong(bytes);
  }

  /** A quarter of what this process may have. */
  public static MemoryBudget ofHeap() {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP);
  }

  /** All of it, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** What nobody has now, in bytes. */
  public long free() {
    return free.get();
  }

  /** A share, to be given back; empty where there is not so much left. */
  public Optional<Share> take(long wanted) {
    for (long left = free.get(); wanted <= left; left = free.get()) {
      if (free.compareAndSet(left, left - wanted)) {
        return Optional.of(new Share(wanted));
      }
    }
    return Optional.empty();
  }

  /** Nothing, which is not counted. */
  public static Share none() {
    return new MemoryBudget(0).new Share(0);
  }

  /** What somebody has of it. */
  public final class Share implements AutoCloseable {
    private final AtomicLong held;

    private Share(long held) {
      this.held = new AtomicLong(held);
    }

    /** Gives back all but so many bytes; nothing where it is less already. */
    public void keep(long wanted) {
      long before = held.getAndUpdate(now -> Math.min(now, wanted));
      free.addAndGet(Math.max(0, before - wanted));
    }

    /** Gives it back; once more does nothing. */
    @Override
    public void close() {
      keep(0);
    }
  }
}
