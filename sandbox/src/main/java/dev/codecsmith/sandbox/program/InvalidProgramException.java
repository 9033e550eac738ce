package dev.codecsmith.sandbox.program;

import java.io.IOException;

/** A folder does not hold a program. The message is one sentence for its author. */
public final class InvalidProgramException extends IOException {
  private static final long serialVersionUID = 1L;

  public InvalidProgramException(String message) {
    super(message);
  }
}
