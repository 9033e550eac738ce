package dev.codecsmith.dashboard.requests;

import java.io.Serial;
import java.util.OptionalInt;

/** A request that is not answered as asked, with a sentence for who asked. */
public final class Refusal extends Exception {
  @Serial private static final long serialVersionUID = 2;

  private final int status;

  /** 0 where asking again helps nobody. */
  private final int retryAfterSeconds;

  /**
   * @param status of HTTP, from 400
   * @param sentence why, for a person
   */
  public Refusal(int status, String sentence) {
    this(status, sentence, 0);
  }

  private Refusal(int status, String sentence, int retryAfterSeconds) {
    super(sentence);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** That it may be asked for again soon, others being served now. */
  public static Refusal busy(String sentence, int retryAfterSeconds) {
    return new Refusal(503, sentence, retryAfterSeconds);
  }

  public int status() {
    return status;
  }

  /** After how many seconds it may be asked for again. */
  OptionalInt retryAfterSeconds() {
    return retryAfterSeconds > 0 ? OptionalInt.of(retryAfterSeconds) : OptionalInt.empty();
  }
}
