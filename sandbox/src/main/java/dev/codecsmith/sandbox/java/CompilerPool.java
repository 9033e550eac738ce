package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.sandbox.RunOutcome;
import dev.codecsmith.sandbox.RunResult;
import dev.codecsmith.sandbox.run.LiveRuns;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Compilers that stay warm, as many as are used at once and no more than there are processors. One
 * that met any trouble is thrown away; so is one that has served many programs, lest what one left
 * behind pile up.
 */
final class CompilerPool implements AutoCloseable {
  private static final int MOST_REQUESTS = 500;

  /** Starts a compiler. */
  interface Starter {
    CompilerProcess start() throws InfrastructureException;
  }

  private final Starter starter;
  private final Semaphore permits =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
  private final IdlePool<CompilerProcess> idle = new IdlePool<>(CompilerProcess::close);

  CompilerPool(Starter starter) {
    this.starter = starter;
  }

  Compilation compile(Map<String, String> sources)
      throws InfrastructureException, InterruptedException {
    permits.acquire();
    try {
      CompilerProcess compiler = take();
      boolean wasFresh = compiler.requestsServed() == 0;
      Optional<Compilation> result = compileAndReturn(compiler, sources);
      if (result.isEmpty() && !wasFresh) {
        // Perhaps an earlier program's doing: this one gets a compiler that saw no other.
        result = compileAndReturn(starter.start(), sources);
      }
      if (result.isEmpty()) {
        LiveRuns.stopIfEnding("The Java compiler");
      }
      return result.isPresent() ? result.get() : blame();
    } finally {
      permits.release();
    }
  }

  /** A fresh compiler died of a program: the program's fault, unless it dies of any. */
  private Compilation blame() throws InfrastructureException, InterruptedException {
    Optional<Compilation> harmless =
        compileAndReturn(starter.start(), Map.of("A.java", "class A {}"));
    if (harmless.isEmpty() || harmless.get().classes().isEmpty()) {
      throw new InfrastructureException(
          "The Java compiler does not work: it cannot compile an empty class. Check the JDK.");
    }
    RunResult run = harmless.get().run();
    String message = "The Java compiler crashed on this program; write it in a plainer way.";
    return new Compilation(
        new RunResult(
            new RunOutcome.Crashed(1, Optional.empty()),
            run.cpuTime(),
            run.wallTime(),
            run.peakMemoryBytes(),
            message,
            run.limits(),
            run.enforcedBy()),
        message,
        new TreeMap<>());
  }

  private Optional<Compilation> compileAndReturn(
      CompilerProcess compiler, Map<String, String> sources)
      throws InfrastructureException, InterruptedException {
    boolean healthy = false;
    try {
      Optional<Compilation> result = compiler.compile(sources);
      healthy =
          result
              .map(compilation ->
                  switch (compilation.run().outcome()) {
                    case RunOutcome.Finished _, RunOutcome.Crashed _ -> true;
                    default -> false;
                  })
              .orElse(false);
      return result;
    } finally {
      idle.give(compiler, healthy && compiler.requestsServed() < MOST_REQUESTS);
    }
  }

  private CompilerProcess take() throws InfrastructureException {
    Optional<CompilerProcess> known = idle.take();
    return known.isPresent() ? known.get() : starter.start();
  }

  @Override
  public void close() {
    idle.close();
  }
}
