package dev.codecsmith.lab.evaluation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Optional;

/**
 * What every bitstream of a campaign must allow, beside being decoded. It is measured with each
 * rate point, and a program that breaks it fails.
 *
 * @param randomAccess decoding must be able to begin at each frame whose number, from 0, is a
 *     multiple of this; 0 where that is not asked for
 */
public record Constraints(int randomAccess) {
  public static final Constraints NONE = new Constraints(0);

  public Constraints {
    if (randomAccess < 0) {
      throw new IllegalArgumentException(
          "Random access is asked for each so many frames, at least 1, found "
              + randomAccess
              + ".");
    }
  }

  @JsonIgnore
  public boolean isNone() {
    return equals(NONE);
  }

  /** What a program must do for it, for who writes one; empty where nothing is asked for. */
  public Optional<String> inWords() {
    return randomAccess == 0
        ? Optional.empty()
        : Optional.of(
            """
            Random access each %1$d frames: decoding must be able to begin at frame 0, %1$d, %2$d, … (frames are counted from 0). \
            The encoder writes one line to standard error for each of these frames that the clip has: \
            `random-access: FRAME OFFSET`, OFFSET being the byte of the bitstream at which what is needed from that frame on begins. \
            All bytes before the OFFSET of frame 0 are the header. \
            The decoder is also given the header followed by the bytes from another OFFSET on, as a file like any other, and must then write exactly the frames from that FRAME to the end, each the same as when the whole bitstream is decoded. \
            This is checked at a point of each bitstream that cannot be foretold. Whatever depends on frames before (predictions, adaptive contexts, frame counts) must begin anew there.\
            """
                .formatted(randomAccess, 2 * randomAccess));
  }
}
