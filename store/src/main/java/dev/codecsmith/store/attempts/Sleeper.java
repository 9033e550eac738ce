package dev.codecsmith.store.attempts;

import java.time.Duration;

/** Waits for a time, so that a test can own it. */
@FunctionalInterface
public interface Sleeper {
  void sleep(Duration duration) throws InterruptedException;
}
