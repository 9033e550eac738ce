package dev.codecsmith.lab.evaluation;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.codecsmith.store.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every bitstream of a campaign must allow, beside being decoded. It is measured with each
 * rate point, and a program that breaks it fails.
 *
 * @param randomAccess decoding must be able to begin at each frame whose number, from 0, is a
 *     multiple of this; 0 where that is not asked for
 * @param lowDelay whether the bits of the first frames, however many, must not depend on the frames
 *     behind them; left out of JSON where it is not asked for, as before it could be
 */
public record Constraints(
    int randomAccess, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean lowDelay) {
  public static final Constraints NONE = new Constraints(0, false);

  private static final String LOW_DELAY =
      """
      Low delay: the bits of a frame must be complete before the next frame is seen. \
      For every N, what the encoder writes for a source of the first N frames alone must be, byte for byte, the beginning of what it writes for the whole source; \
      and the decoder, given only that beginning, as a file like any other, must write exactly those N frames, each the same as when the whole bitstream is decoded. \
      So frames are coded in the order in which they are shown, each from itself and those before it, without looking ahead and without a first pass over the source; \
      the header knows neither the number of frames nor any figure of them; an arithmetic coder ends on a whole byte after each frame; \
      and nothing follows the last frame: its end is the end of the file, without an end mark. \
      This is checked for each bitstream with N = 1 and with two neighbouring N that cannot be foretold, by further runs of the encoder and the decoder.\
      """;

  public Constraints {
    if (randomAccess < 0) {
      throw new IllegalArgumentException(
          "Random access is asked for each so many frames, at least 1, found "
              + randomAccess
              + ".");
    }
  }

  @JsonCreator
  static Constraints read(
      @JsonProperty("random_access") int randomAccess,
      @JsonProperty("low_delay") @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
          Optional<Boolean> lowDelay) {
    return new Constraints(randomAccess, lowDelay.orElse(false));
  }

  /** These, and decoding from each so many frames on. */
  public Constraints withRandomAccess(int frames) {
    return new Constraints(frames, lowDelay);
  }

  /** These, and low delay. */
  public Constraints withLowDelay() {
    return new Constraints(randomAccess, true);
  }

  @JsonIgnore
  public boolean isNone() {
    return equals(NONE);
  }

  /** What a program must do for each of them, for who writes one. */
  public List<String> eachInWords() {
    List<String> words = new ArrayList<>();
    if (randomAccess > 0) {
      words.add(randomAccessInWords());
    }
    if (lowDelay) {
      words.add(LOW_DELAY);
    }
    return words;
  }

  /** The same in one text; empty where nothing is asked for. */
  public Optional<String> inWords() {
    return isNone() ? Optional.empty() : Optional.of(String.join("\n", eachInWords()));
  }

  private String randomAccessInWords() {
    return """
    Random access each %1$d frames: decoding must be able to begin at frame 0, %1$d, %2$d, … (frames are counted from 0). \
    The encoder writes one line to standard error for each of these frames that the clip has: \
    `random-access: FRAME OFFSET`, OFFSET being the byte of the bitstream at which what is needed from that frame on begins. \
    All bytes before the OFFSET of frame 0 are the header. \
    The decoder is also given the header followed by the bytes from another OFFSET on, as a file like any other, and must then write exactly the frames from that FRAME to the end, each the same as when the whole bitstream is decoded. \
    This is checked at a point of each bitstream that cannot be foretold. Whatever depends on frames before (predictions, adaptive contexts, frame counts) must begin anew there.\
    """
        .formatted(randomAccess, 2 * randomAccess);
  }
}
