package dev.codecsmith.sandbox;

import java.io.IOException;

/**
 * The machine, the disk or a tool failed, not the candidate: consumes no iteration and is retried.
 * The message is one sentence for a person.
 */
public final class InfrastructureException extends IOException {
  private static final long serialVersionUID = 1L;

  public InfrastructureException(String message) {
    super(message);
  }

  public InfrastructureException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same fault, whose message is a sentence already, as one of the infrastructure. */
  public static InfrastructureException of(IOException cause) {
    return cause instanceof InfrastructureException same
        ? same
        : new InfrastructureException(String.valueOf(cause.getMessage()), cause);
  }
}
