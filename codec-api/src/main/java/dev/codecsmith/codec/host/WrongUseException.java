package dev.codecsmith.codec.host;

import java.io.IOException;

/**
 * The process was called wrongly; the message is a sentence for a person, without a stack trace.
 */
final class WrongUseException extends IOException {
  private static final long serialVersionUID = 1L;

  WrongUseException(String message) {
    super(message);
  }
}
