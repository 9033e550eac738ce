package dev.codecsmith.lab.experiment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Experiments that are being evaluated, of which a person may cancel one. Safe for all threads. */
public final class Cancellations {
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  /**
   * Cancels one: what it has started is ended, and it fails as cancelled.
   *
   * @return false if none of that id is being evaluated
   */
  public boolean cancel(String experimentId) {
    Running found = running.get(experimentId);
    return found != null && found.cancel();
  }

  /** To be closed by this very thread, when it has evaluated the experiment. */
  Running begin(String experimentId) {
    Running begun = new Running(experimentId, Thread.currentThread());
    running.put(experimentId, begun);
    return begun;
  }

  /** One that this thread evaluates. */
  final class Running implements AutoCloseable {
    private final String experimentId;
    private final Thread thread;
    private boolean cancelled;
    private boolean ended;

    private Running(String experimentId, Thread thread) {
      this.experimentId = experimentId;
      this.thread = thread;
    }

    private synchronized boolean cancel() {
      if (ended) {
        return false;
      }
      cancelled = true;
      thread.interrupt();
      return true;
    }

    synchronized boolean isCancelled() {
      return cancelled;
    }

    @Override
    public void close() {
      running.remove(experimentId, this);
      synchronized (this) {
        ended = true;
        if (cancelled) {
          // It meant the evaluation, and nothing that comes behind it.
          boolean _ = Thread.interrupted();
        }
      }
    }
  }
}
