package dev.codecsmith.service.worker;

import java.util.Locale;

/** Where a run stands. */
public enum RunState {
  QUEUED,
  RUNNING,
  /** It has a reply: a result, or a fault of the machine. */
  ENDED,
  CANCELLED;

  public boolean isFinal() {
    return this == ENDED || this == CANCELLED;
  }

  /** Such as {@code running}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
