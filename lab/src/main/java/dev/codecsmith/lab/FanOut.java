package dev.codecsmith.lab;

import dev.codecsmith.sandbox.InfrastructureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

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

  /**
   * What came of tasks.
   *
   * @param results in the tasks' order; empty where a task failed
   * @param fault why, if one did
   */
  public record Outcome<T>(List<Optional<T>> results, Optional<CandidateFault> fault) {
    public Outcome {
      results = List.copyOf(results);
    }
  }

  /** Runs all; the first fault ends the others. */
  public static <T> List<T> all(List<Task<T>> tasks)
      throws CandidateFault, InfrastructureException, InterruptedException {
    return bearing(_ -> false, tasks).results().stream().map(Optional::orElseThrow).toList();
  }

  /**
   * Runs all; one of them may fail without ending the others, if its fault can be borne.
   *
   * @param bearable whether a fault leaves the others their sense
   * @throws CandidateFault the first fault in the tasks' order, if it cannot be borne or there is a
   *     second one
   */
  public static <T> Outcome<T> bearing(Predicate<CandidateFault> bearable, List<Task<T>> tasks)
      throws CandidateFault, InfrastructureException, InterruptedException {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      List<Future<T>> futures = new ArrayList<>();
      for (Task<T> task : tasks) {
        futures.add(threads.submit(task::call));
      }
      List<Optional<T>> results = new ArrayList<>();
      Optional<CandidateFault> first = Optional.empty();
      try {
        for (Future<T> future : futures) {
          try {
            results.add(Optional.of(future.get()));
          } catch (ExecutionException e) {
            CandidateFault fault = faultOf(e);
            if (first.isPresent() || !bearable.test(fault)) {
              throw first.orElse(fault);
            }
            first = Optional.of(fault);
            results.add(Optional.empty());
          }
        }
        return new Outcome<>(results, first);
      } catch (CancellationException e) {
        throw new IllegalStateException(e);
      } finally {
        futures.forEach(future -> future.cancel(true));
      }
    }
  }

  /** The program's fault; whatever else it was is thrown. */
  private static CandidateFault faultOf(ExecutionException e)
      throws InfrastructureException, InterruptedException {
    return switch (e.getCause()) {
      case CandidateFault fault -> fault;
      case InfrastructureException fault -> throw fault;
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      case null, default -> throw new IllegalStateException(e);
    };
  }
}
