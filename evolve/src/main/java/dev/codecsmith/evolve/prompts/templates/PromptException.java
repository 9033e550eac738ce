package dev.codecsmith.evolve.prompts.templates;

/**
 * A template that cannot be used, or a prompt that cannot be made as asked. The message is for the
 * user: it names the file or setting and what to do.
 */
public final class PromptException extends Exception {
  private static final long serialVersionUID = 1L;

  public PromptException(String message) {
    super(message);
  }

  public PromptException(String message, Throwable cause) {
    super(message, cause);
  }
}
