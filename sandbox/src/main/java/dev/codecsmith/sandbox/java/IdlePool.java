package dev.codecsmith.sandbox.java;

import dev.codecsmith.sandbox.run.Cleanup;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Things that take long to start, kept for the next who needs one. Each is at any moment either
 * here, or with one user, or ended.
 */
public final class IdlePool<T> implements AutoCloseable {
  private final Consumer<T> ender;
  private final ArrayDeque<T> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * @param ender ends one for good
   */
  public IdlePool(Consumer<T> ender) {
    this.ender = ender;
  }

  /** The one given back last, if there is any. */
  public synchronized Optional<T> take() {
    return Optional.ofNullable(idle.pollFirst());
  }

  /** Keeps it if it is good for another use and the pool is open; else ends it. */
  public void give(T used, boolean reusable) {
    synchronized (this) {
      if (reusable && !closed) {
        idle.addFirst(used);
        return;
      }
    }
    ender.accept(used);
  }

  /** Ends those that are here now, and each other when it is given back. */
  @Override
  public void close() {
    List<T> ended;
    synchronized (this) {
      closed = true;
      ended = List.copyOf(idle);
      idle.clear();
    }
    new Cleanup(
            ended.stream().<Runnable>map(each -> () -> ender.accept(each)).toArray(Runnable[]::new))
        .run();
  }
}
