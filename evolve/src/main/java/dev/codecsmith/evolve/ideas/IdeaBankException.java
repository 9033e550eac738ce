package dev.codecsmith.evolve.ideas;

/** An entry of the idea bank that cannot be read; the message names the file and what to mend. */
public final class IdeaBankException extends Exception {
  private static final long serialVersionUID = 1L;

  public IdeaBankException(String message) {
    super(message);
  }

  public IdeaBankException(String message, Throwable cause) {
    super(message, cause);
  }
}
