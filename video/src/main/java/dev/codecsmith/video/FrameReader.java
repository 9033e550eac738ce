package dev.codecsmith.video;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the frames of a video in order, by index and never by timestamp. A reader is for one thread
 * at a time; the samples of its frames may be read by several.
 */
public interface FrameReader extends Closeable {

  VideoFormat format();

  /**
   * The next frame, valid until the next call, or empty after the last.
   *
   * @throws VideoFormatException if the stream is malformed or ends inside a frame
   */
  Optional<Frame> next() throws IOException;
}
