package dev.codecsmith.service.worker;

import java.time.Duration;

/** A submission that is not taken now; the message is a sentence for who sent it. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** The queue is full; it may be sent again later. */
    FULL,
    /** Other work has the name. */
    CONFLICT,
    /** The worker is ending. */
    ENDING
  }

  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** After what time it may be sent again. */
  public Duration retryAfter() {
    return Duration.ofSeconds(reason == Reason.FULL ? 5 : 30);
  }
}
