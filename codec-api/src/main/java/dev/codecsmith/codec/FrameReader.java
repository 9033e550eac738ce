package dev.codecsmith.codec;

import java.io.IOException;

/** Hands the encoder the frames of the source in display order, one at a time and each once. */
public interface FrameReader {

  /**
   * Fills {@code frame} with the next frame; false, and nothing changed, after the last. The frame
   * is the caller's: it may be the same object each time, and nobody else changes it later.
   *
   * @throws IllegalStateException if the frame's format is not the one given to {@link
   *     Codec#encode}
   * @throws IOException if the source cannot be read: let it pass
   */
  boolean read(Frame frame) throws IOException;
}
