package dev.codecsmith.evolve.models.retry;

import dev.codecsmith.evolve.models.ModelException;
import dev.codecsmith.evolve.models.TokenUsage;
import dev.codecsmith.sandbox.PlainText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt failed: how, and what {@link CallRetry} needs to decide on another. */
public final class AttemptFault extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_MESSAGE = 10_000;

  private final ModelException.Kind kind;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<TokenUsage> usage;

  public AttemptFault(
      ModelException.Kind kind,
      String message,
      Optional<Duration> retryAfter,
      Optional<TokenUsage> usage,
      @Nullable Throwable cause) {
    super(PlainText.passage(message, LONGEST_MESSAGE), cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
    this.usage = usage;
  }

  ModelException.Kind kind() {
    return kind;
  }

  /** What the fault is, one clause without a full stop. */
  String sentence() {
    return String.valueOf(getMessage());
  }

  /** How long the server asks to be left alone. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Tokens the server had reported before the fault. */
  Optional<TokenUsage> usage() {
    return usage;
  }
}
