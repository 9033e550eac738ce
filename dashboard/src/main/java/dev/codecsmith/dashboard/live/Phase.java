package dev.codecsmith.dashboard.live;

import java.time.Instant;

/**
 * A phase of an experiment.
 *
 * @param name that of a step of its evaluation, of the last the way in which it ended; before it
 *     {@code model called}, and {@code reply tried} behind each answer
 * @param entered when it began
 */
public record Phase(String name, Instant entered) {
  static final String MODEL_CALLED = "model called";
  static final String REPLY_TRIED = "reply tried";

  /** Whether it came before the evaluation. */
  boolean isProposal() {
    return name.equals(MODEL_CALLED) || name.equals(REPLY_TRIED);
  }
}
