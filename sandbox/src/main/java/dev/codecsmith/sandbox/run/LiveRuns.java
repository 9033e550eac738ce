package dev.codecsmith.sandbox.run;

/**
 * The runs of this process that have not ended. When the process is told to end, so are they, and
 * their groups are removed. (When it is killed, they die with it, and the next start removes the
 * groups.)
 */
public final class LiveRuns {
  private static final RunRegistry RUNS = new RunRegistry();
  private static volatile Runnable before = () -> {};

  static {
    try {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(LiveRuns::end));
    } catch (IllegalStateException _) {
      // The process was told to end before its first run began.
      RUNS.endAll();
    }
  }

  private LiveRuns() {}

  /**
   * Whether this process has been told to end and stops its runs, so that no end of a run tells
   * anything of its program any more.
   */
  public static boolean areEnding() {
    return RUNS.isEnding();
  }

  /**
   * Ends work as an interrupt does if this process has been told to end: that its runs were stopped
   * is nobody's fault, and no reason to try again.
   *
   * @param what names the work
   */
  public static void stopIfEnding(String what) throws InterruptedException {
    if (areEnding()) {
      throw new InterruptedException(what + " was stopped, as this process is ending.");
    }
  }

  private static void end() {
    before.run();
    RUNS.endAll();
  }

  /**
   * Has runs go on, when this process is told to end, until something has returned.
   *
   * @param wait returns in a bounded time; in place of what was given before
   */
  public static void endAfter(Runnable wait) {
    before = wait;
  }

  /** Adds a run that is being watched, or will be. */
  static void add(ProcessRun run) {
    RUNS.add(run);
  }

  static void remove(ProcessRun run) {
    RUNS.remove(run);
  }

  /** How many have not ended. */
  static int count() {
    return RUNS.size();
  }
}
