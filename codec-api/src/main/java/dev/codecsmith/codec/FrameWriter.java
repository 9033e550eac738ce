package dev.codecsmith.codec;

import java.io.IOException;

/** Takes the decoder's frames in display order, one at a time. */
public interface FrameWriter {

  /**
   * Says the format of all frames to come; called once, before the first frame. It must equal the
   * source's in every component, which the decoder knows from the bitstream only.
   *
   * @throws IllegalStateException if called twice
   * @throws IOException if the output cannot be written: let it pass
   */
  void start(VideoFormat format) throws IOException;

  /**
   * Writes the next frame. Its samples are taken before the call returns: the frame may be used
   * again at once.
   *
   * @throws IllegalStateException if {@link #start} was not called, if the frame's format is
   *     another than start's, or if a sample does not fit the bit depth
   * @throws IOException if the output cannot be written: let it pass
   */
  void write(Frame frame) throws IOException;
}
