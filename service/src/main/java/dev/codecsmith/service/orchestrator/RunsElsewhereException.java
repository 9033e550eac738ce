package dev.codecsmith.service.orchestrator;

import java.io.IOException;

/** Another process runs the campaign, in a store that both share; the message says which. */
public final class RunsElsewhereException extends IOException {
  private static final long serialVersionUID = 1L;

  public RunsElsewhereException(String message, Throwable cause) {
    super(message, cause);
  }
}
