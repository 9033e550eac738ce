package dev.codecsmith.evolve.models.server;

import dev.codecsmith.evolve.models.retry.AttemptFault;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs blocking network code so that interrupting the caller ends it at once. A socket read on a
 * platform thread ignores interrupts; on a virtual thread an interrupt closes the socket, so the
 * work is always done on one.
 */
final class InterruptibleCall {
  private InterruptibleCall() {}

  static <T> T run(Callable<T> work) throws AttemptFault, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().name("model-call").start(task);
    try {
      return task.get();
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case AttemptFault fault -> throw fault;
        case RuntimeException fault -> throw fault;
        case Error fault -> throw fault;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
