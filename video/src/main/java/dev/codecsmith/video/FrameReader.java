package dev.codecsmith.video;

import dev.codecsmith.video.probe.PictureProperties;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the frames of a video in order, by index and never by timestamp. A reader is for one thread
 * at a time; the samples of its frames may be read by several.
 */
public interface FrameReader extends Closeable {

  VideoFormat format();

  /** How the samples are to be understood, as far as the file says; nothing by default. */
  default PictureProperties properties() {
    return PictureProperties.NONE;
  }

  /**
   * What was done to the file's pictures, or what cannot be taken from its frames, each a sentence
   * that names the file; none by default.
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * The next frame, valid until the next call, or empty after the last.
   *
   * @throws VideoFormatException if the stream is malformed or ends inside a frame
   */
  Optional<Frame> next() throws IOException;
}
