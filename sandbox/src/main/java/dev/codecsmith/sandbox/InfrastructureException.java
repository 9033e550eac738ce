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
}
