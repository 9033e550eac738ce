package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.InfrastructureException;

/**
 * A job was lost with whoever did it: a worker that does not answer any more, or that was started
 * again. It is nobody's failure; the job is done anew as soon as somebody can, however often that
 * happens, with what was measured until then as known.
 */
public final class JobLostException extends InfrastructureException {
  private static final long serialVersionUID = 1;

  public JobLostException(String message) {
    super(message);
  }

  public JobLostException(String message, Throwable cause) {
    super(message, cause);
  }
}
