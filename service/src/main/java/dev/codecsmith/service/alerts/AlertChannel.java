package dev.codecsmith.service.alerts;

import java.io.IOException;

/** A way to a person. */
public interface AlertChannel extends AutoCloseable {

  /** What it is, in words and without secrets, such as {@code the webhook at hooks.slack.com}. */
  String name();

  /** Names it in files, also in those of the next process; without secrets. */
  String id();

  /**
   * Tells an alert. It is called from a thread that may wait, and interrupted where it takes too
   * long.
   *
   * @throws IOException with a sentence if it did not arrive
   */
  void tell(Alert alert) throws IOException, InterruptedException;

  @Override
  default void close() {}
}
