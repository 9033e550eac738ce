package dev.codecsmith.codec;

import java.io.IOException;

/** Hands the encoder its frames, one at a time. */
public interface FrameReader {

  /** Fills {@code frame} with the next frame; false, and nothing changed, after the last. */
  boolean read(Frame frame) throws IOException;
}
