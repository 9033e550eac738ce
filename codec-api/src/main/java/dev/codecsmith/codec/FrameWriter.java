package dev.codecsmith.codec;

import java.io.IOException;

/** Takes the decoder's frames, one at a time. */
public interface FrameWriter {

  /** Says the format of all frames to come; called once, before the first frame. */
  void start(VideoFormat format) throws IOException;

  void write(Frame frame) throws IOException;
}
