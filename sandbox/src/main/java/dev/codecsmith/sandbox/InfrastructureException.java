package dev.codecsmith.sandbox;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The machine, the disk or a tool failed, not the candidate: consumes no iteration. It is tried
 * again, unless it is {@link #isLasting() lasting}. The message is one sentence for a person.
 */
public class InfrastructureException extends IOException implements LastingFault {
  private static final long serialVersionUID = 1L;

  private final boolean lasting;

  public InfrastructureException(String message) {
    super(message);
    this.lasting = false;
  }

  public InfrastructureException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private InfrastructureException(String message, @Nullable Throwable cause, boolean lasting) {
    super(message, cause);
    this.lasting = lasting;
  }

  /** A fault that only a person can mend, such as a device that the machine does not have. */
  public static InfrastructureException lasting(String message) {
    return lasting(message, null);
  }

  /** As {@link #lasting(String)}, with what it came from. */
  public static InfrastructureException lasting(String message, @Nullable Throwable cause) {
    return new InfrastructureException(message, cause, true);
  }

  @Override
  public boolean isLasting() {
    return lasting;
  }

  /** The same fault, whose message is a sentence already, as one of the infrastructure. */
  public static InfrastructureException of(IOException cause) {
    return cause instanceof InfrastructureException same
        ? same
        : new InfrastructureException(
            String.valueOf(cause.getMessage()),
            cause,
            cause instanceof LastingFault fault && fault.isLasting());
  }
}
