package dev.codecsmith.service.protocol;

import java.time.Duration;

/** A request that is not done now; the message is a sentence for who sent it. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why. */
  public enum Reason {
    /** The queue is full; it may be sent again later. */
    FULL,
    /** It does not go with what is there, such as other work of the same name. */
    CONFLICT,
    /** This process is ending. */
    ENDING,
    /** As much is going on of what was asked for as may at once. */
    BUSY
  }

  private final Reason reason;

  public RefusedException(Reason reason, String message) {
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
