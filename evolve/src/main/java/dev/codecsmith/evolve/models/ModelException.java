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

  /** Which layer tries again after a fault: one of them, or none. */
  public enum TriedAgain {
    /** The call did, for as long as it may; whoever made it does not. */
    WITHIN_THE_CALL,
    /** The call does not; the work that made it is done again. */
    WITH_ITS_WORK,
    /** Nobody: the user has to change something first. */
    NEVER
  }

  /** What kind of fault it was. */
  public enum Kind {
    /** Overload, rate limit, server error or cut connection. */
    TRANSIENT(TriedAgain.WITHIN_THE_CALL),
    /** No connection to the server at all. */
    UNREACHABLE(TriedAgain.WITHIN_THE_CALL),
    /** What the server sent is not a reply in its own format. */
    MALFORMED(TriedAgain.WITHIN_THE_CALL),
    /** The server asks to be left alone for longer than a call waits. */
    WAIT_ASKED_FOR(TriedAgain.NEVER),
    /** The key is missing, wrong, or not allowed to use the model. */
    AUTHENTICATION(TriedAgain.NEVER),
    /** The account has no credit or has reached its spending limit. */
    NO_CREDIT(TriedAgain.NEVER),
    /** The server will never answer this request: unknown model, prompt too long, bad option. */
    BAD_REQUEST(TriedAgain.NEVER),
    /** The program that is the model failed or ran out of time. */
    COMMAND_FAILED(TriedAgain.WITH_ITS_WORK),
    /** The program that is the model is missing or cannot be executed. */
    COMMAND_MISSING(TriedAgain.NEVER),
    /** Offline replay was asked for a call that the recording does not hold. */
    NOT_RECORDED(TriedAgain.NEVER),
    /** The campaign's budget for models is spent, or cannot be kept. */
    BUDGET_SPENT(TriedAgain.NEVER),
    /** The reply was paid for but could not be written down; it is kept until it can. */
    LOG_FAILED(TriedAgain.WITH_ITS_WORK);

    private final TriedAgain triedAgain;

    Kind(TriedAgain triedAgain) {
      this.triedAgain = triedAgain;
    }

    /** Which layer tries again after it. */
    public TriedAgain triedAgain() {
      return triedAgain;
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
