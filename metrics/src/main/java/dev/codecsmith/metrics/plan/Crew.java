package dev.codecsmith.metrics.plan;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The caller and some threads beside it, working off numbered tasks.
 *
 * <p>A frame's work is often done in less than a millisecond, so handing it out must cost next to
 * nothing: a job is published in one volatile field, every member takes the next task number from
 * one counter, and a member without work spins for a moment before it parks.
 */
public final class Crew implements AutoCloseable {

  private static final int SPINS = 2_000;

  private final Thread[] helpers;
  private volatile @Nullable Job job;
  private volatile boolean closed;

  /** What is to be done with one task number. */
  @FunctionalInterface
  public interface Work {
    /** Does it; {@code worker} is 0 for the caller, 1 and up for the others. */
    void run(int task, int worker);
  }

  /** Tasks handed out together, and how far they are. */
  private static final class Job {
    final int tasks;
    final Work work;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger unfinished;
    volatile @Nullable Throwable failure;
    final Thread owner = Thread.currentThread();

    Job(int tasks, Work work) {
      this.tasks = tasks;
      this.work = work;
      unfinished = new AtomicInteger(tasks);
    }

    void help(int worker) {
      for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
        try {
          work.run(task, worker);
        } catch (Throwable thrown) { // Rethrown by the owner, who must not wait for ever.
          failure = thrown;
        }
        if (unfinished.decrementAndGet() == 0) {
          LockSupport.unpark(owner);
        }
      }
    }
  }

  /** A crew of so many threads, the caller included. */
  public Crew(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("There must be at least 1 thread, found " + threads + ".");
    }
    helpers = new Thread[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      helpers[i] =
          Thread.ofPlatform()
              .daemon()
              .name("quality-meter-" + worker)
              .unstarted(() -> live(worker));
    }
    for (Thread helper : helpers) {
      helper.start();
    }
  }

  /** Runs {@code work} for 0 to before {@code tasks} and returns when all are done. */
  public void run(int tasks, Work work) {
    Job next = new Job(tasks, work);
    if (tasks > 1) {
      job = next;
      for (Thread helper : helpers) {
        LockSupport.unpark(helper);
      }
    }
    next.help(0);
    for (int spin = 0; next.unfinished.get() > 0; spin++) {
      if (spin < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
    job = null;
    switch (next.failure) {
      case null -> {}
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case Throwable failure -> throw new IllegalStateException(failure);
    }
  }

  public boolean canRead(MemorySegment samples) {
    for (Thread helper : helpers) {
      if (!samples.isAccessibleBy(helper)) {
        return false;
      }
    }
    return samples.isAccessibleBy(Thread.currentThread());
  }

  private void live(int worker) {
    int idle = 0;
    while (!closed) {
      Job current = job;
      if (current != null && current.next.get() < current.tasks) {
        current.help(worker);
        idle = 0;
      } else if (idle++ < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
