package dev.codecsmith.evolve.models;

import dev.codecsmith.sandbox.PlainText;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * There is no reply, and it is nobody's program's fault: an infrastructure fault, which consumes no
 * iteration. The message says what happened, to which model, and what to do.
 */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_MESSAGE = 10_000;

  /** What kind of fault it was. */
  public enum Kind {
    /** Overload, rate limit, server error or cut connection, retried until the deadline. */
    TRANSIENT(true),
    /** No connection to the server at all, retried until its own shorter deadline. */
    UNREACHABLE(true),
    /** The server asks to be left alone for longer than a call waits. */
    WAIT_ASKED_FOR(false),
    /** What the server sent is not a reply in its own format, several times in a row. */
    MALFORMED(true),
    /** The key is missing, wrong, or not allowed to use the model. */
    AUTHENTICATION(false),
    /** The account has no credit or has reached its spending limit. */
    NO_CREDIT(false),
    /** The server will never answer this request: unknown model, prompt too long, bad option. */
    BAD_REQUEST(false),
    /** The program that is the model failed or ran out of time. */
    COMMAND_FAILED(true),
    /** The program that is the model is missing or cannot be executed. */
    COMMAND_MISSING(false),
    /** Offline replay was asked for a call that the recording does not hold. */
    NOT_RECORDED(false),
    /** The campaign's budget for models is spent, or cannot be kept. */
    BUDGET_SPENT(false),
    /** The reply was paid for but could not be written down; it is kept until it can. */
    LOG_FAILED(true);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }

    /** Whether asking again later may help without the user changing anything. */
    public boolean passing() {
      return passing;
    }
  }

  private final Kind kind;
  private final transient List<Attempt> attempts;

  public ModelException(Kind kind, String message) {
    this(kind, message, List.of(), null);
  }

  public ModelException(Kind kind, String message, Throwable cause) {
    this(kind, message, List.of(), cause);
  }

  public ModelException(
      Kind kind, String message, List<Attempt> attempts, @Nullable Throwable cause) {
    super(PlainText.passage(message, LONGEST_MESSAGE), cause);
    this.kind = kind;
    this.attempts = List.copyOf(attempts);
  }

  public Kind kind() {
    return kind;
  }

  /** Every try that was made, oldest first; empty when none was. */
  public List<Attempt> attempts() {
    return attempts;
  }

  /** Whether tokens or dollars are known to have been used. */
  public boolean tookSomething() {
    return !usage().equals(TokenUsage.NONE)
        || attempts.stream()
            .flatMap(attempt -> attempt.costUsd().stream())
            .anyMatch(dollars -> dollars.signum() > 0);
  }

  /** Tokens the server reported for the failed attempts together. */
  public TokenUsage usage() {
    return Attempt.totalUsage(attempts);
  }

  /** Dollars for {@link #usage()}; empty when tokens were used whose price is unknown. */
  public Optional<BigDecimal> costUsd() {
    return Attempt.totalCostUsd(attempts);
  }
}
