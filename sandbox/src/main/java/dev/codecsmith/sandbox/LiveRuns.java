package dev.codecsmith.sandbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs of this process that have not ended. When the process is told to end, so are they, and
 * their groups are removed. (When it is killed, they die with it, and the next start removes the
 * groups.)
 */
final class LiveRuns {
  private static final Set<ProcessRun> RUNS = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(LiveRuns::closeAll));
  }

  private LiveRuns() {}

  static void add(ProcessRun run) {
    RUNS.add(run);
  }

  static void remove(ProcessRun run) {
    RUNS.remove(run);
  }

  private static void closeAll() {
    RUNS.forEach(ProcessRun::stop);
    RUNS.forEach(ProcessRun::close);
  }
}
