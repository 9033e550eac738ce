package dev.codecsmith.sandbox.run;

import dev.codecsmith.sandbox.SandboxRun;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Runs that have not ended, until all are to end. */
final class RunRegistry {
  private final Set<SandboxRun> runs = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;

  /** Whether all runs are to end, those that come later too. */
  boolean isEnding() {
    return ending;
  }

  /** Adds a run; stops it where all are to end. */
  void add(SandboxRun run) {
    runs.add(run);
    // Asked after it was added: either it is seen there by those who end all, or they are by it.
    if (ending) {
      run.stop();
    }
  }

  void remove(SandboxRun run) {
    runs.remove(run);
  }

  /** Stops all runs, those that come later too, and waits for those there are. */
  void endAll() {
    ending = true;
    runs.forEach(SandboxRun::stop);
    runs.forEach(SandboxRun::close);
  }

  int size() {
    return runs.size();
  }
}
