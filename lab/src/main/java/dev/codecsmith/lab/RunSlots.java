package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import java.util.concurrent.Semaphore;

/** Bounds how many programs run at once, over all experiments of this process. */
public final class RunSlots {
  private final Semaphore free;

  public RunSlots(int slots) {
    if (slots < 1) {
      throw new IllegalArgumentException(
          "At least one program must be allowed to run, found " + slots);
    }
    this.free = new Semaphore(slots, true);
  }

  public <T> T in(FanOut.Task<T> task)
      throws CandidateFault, InfrastructureException, InterruptedException {
    free.acquire();
    try {
      return task.call();
    } finally {
      free.release();
    }
  }
}
