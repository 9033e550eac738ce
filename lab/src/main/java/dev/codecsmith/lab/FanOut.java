package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs tasks side by side, each on a thread of the platform, because reading a program's output
 * holds one. When several fail, the fault of the first in the list's order is the one reported,
 * whatever the order in which they ended, so that the same program always fails with the same
 * message.
 */
public final class FanOut {
  private FanOut() {}

  /** One run of a program. */
  @FunctionalInterface
  public interface Task<T> {
    T call() throws CandidateFault, InfrastructureException, InterruptedException;
  }

  public static <T> List<T> all(List<Task<T>> tasks)
      throws CandidateFault, InfrastructureException, InterruptedException {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      List<Future<T>> futures = new ArrayList<>();
      for (Task<T> task : tasks) {
        futures.add(threads.submit(task::call));
      }
      List<T> results = new ArrayList<>();
      try {
        for (Future<T> future : futures) {
          results.add(future.get());
        }
        return results;
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case CandidateFault fault -> throw fault;
          case InfrastructureException fault -> throw fault;
          case InterruptedException interrupted -> throw interrupted;
          case RuntimeException bug -> throw bug;
          case Error error -> throw error;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (CancellationException e) {
        throw new IllegalStateException(e);
      } finally {
        futures.forEach(future -> future.cancel(true));
      }
    }
  }
}
