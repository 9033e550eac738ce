package dev.codecsmith.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an experiment stands; it only moves downwards in this list. */
public enum ExperimentStatus {
  QUEUED,
  /** Clips that are not on the worker's disk yet are fetched; where all are, this is left out. */
  FETCHING,
  BUILDING,
  SMOKE,
  /** The first frames of each clip are measured, where the campaign has a cascade. */
  SCREENING,
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
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
