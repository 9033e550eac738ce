package dev.codecsmith.store;

/** Where an experiment stands; it only moves downwards in this list. */
public enum ExperimentStatus {
  QUEUED,
  BUILDING,
  SMOKE,
  ENCODING,
  DECODING,
  MEASURING,
  PUBLISHING,
  SUCCEEDED,
  FAILED;

  public boolean isFinal() {
    return this == SUCCEEDED || this == FAILED;
  }

  /** The name in JSON and on pages, such as {@code succeeded}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
