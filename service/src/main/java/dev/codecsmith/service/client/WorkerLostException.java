package dev.codecsmith.service.client;

import dev.codecsmith.sandbox.InfrastructureException;

/** A worker that does not answer, or that lost the work: another one, or a later time, will do. */
public final class WorkerLostException extends InfrastructureException {
  private static final long serialVersionUID = 1;

  public WorkerLostException(String message) {
    super(message);
  }

  public WorkerLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
