package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Bounds how many programs run at once, over all experiments of this process, and counts for how
 * long they do.
 */
public final class RunSlots {
  private final Semaphore free;
  private final LongSupplier clock;
  private final LongAdder heldNanos = new LongAdder();

  public RunSlots(int slots) {
    this(slots, System::nanoTime);
  }

  /**
   * @param clock nanoseconds
   */
  public RunSlots(int slots, LongSupplier clock) {
    if (slots < 1) {
      throw new IllegalArgumentException(
          "At least one program must be allowed to run, found " + slots);
    }
    this.free = new Semaphore(slots, true);
    this.clock = clock;
  }

  private RunSlots(Semaphore free, LongSupplier clock) {
    this.free = free;
    this.clock = clock;
  }

  /** The same slots, of which is counted by itself what is run in these. */
  public RunSlots countedApart() {
    return new RunSlots(free, clock);
  }

  public <T> T in(FanOut.Task<T> task)
      throws CandidateFault, InfrastructureException, InterruptedException {
    free.acquire();
    long begun = clock.getAsLong();
    try {
      return task.call();
    } finally {
      heldNanos.add(clock.getAsLong() - begun);
      free.release();
    }
  }

  /** How long everything took that has ended in these, the sum of it; no wait for a free slot. */
  public Duration held() {
    return Duration.ofNanos(heldNanos.sum());
  }
}
