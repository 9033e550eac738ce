package dev.codecsmith.lab.job;

import dev.codecsmith.sandbox.InfrastructureException;
import org.jspecify.annotations.Nullable;

/**
 * A job was lost with whoever did it: a worker that does not answer any more, or that was started
 * again. It is nobody's failure as long as that happens to others too; the job is done anew as soon
 * as somebody can, with what was measured until then as known.
 */
public final class JobLostException extends InfrastructureException {
  private static final long serialVersionUID = 1;

  private final boolean underWay;

  public JobLostException(String message) {
    super(message);
    underWay = false;
  }

  public JobLostException(String message, Throwable cause) {
    super(message, cause);
    underWay = false;
  }

  private JobLostException(String message, @Nullable Throwable cause, boolean underWay) {
    super(message);
    this.underWay = underWay;
    if (cause != null) {
      var _ = initCause(cause);
    }
  }

  /** A worker had the job, and is not there any more. */
  public static JobLostException underWay(String message, @Nullable Throwable cause) {
    return new JobLostException(message, cause, true);
  }

  /** Whether a worker was lost while it did the job, so that this may be what it was lost by. */
  public boolean wasUnderWay() {
    return underWay;
  }
}
