package dev.codecsmith.store;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a candidate failed. Faults of the infrastructure are no failures of a candidate. */
public enum FailureKind {
  /** What a model wrote could not be made into a program, so there was nothing to build. */
  EDIT_FAILED,
  COMPILE_ERROR,
  CRASHED,
  OUT_OF_TIME,
  OUT_OF_MEMORY,
  TOO_MUCH_OUTPUT,
  WRONG_OUTPUT,
  /** The built program is larger than allowed. */
  DECODER_TOO_LARGE,
  /** The same bitstream was decoded twice to different frames. */
  NOT_REPEATABLE,
  /** A bitstream does not allow what the campaign asks of it, such as random access. */
  CONSTRAINT_BROKEN,
  FORBIDDEN,
  /** A higher QUALITY did not cost more bytes and give a higher PSNR at every step. */
  NOT_MONOTONIC,
  /** The rate points cover too little of the anchor's quality band for a score. */
  BAND_NOT_COVERED,
  /** On the first frames it was so much worse than others that the rest was not measured. */
  DOMINATED,
  /** A person ended its evaluation, which tells nothing of the program. */
  CANCELLED;

  /** Whether it tells anything of the program. */
  public boolean isOfTheProgram() {
    return this != CANCELLED;
  }

  /** The name in JSON and on pages, such as {@code compile-error}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
