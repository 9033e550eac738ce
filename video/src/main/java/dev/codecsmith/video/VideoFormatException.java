package dev.codecsmith.video;

import java.io.IOException;

/** Video data that is malformed or of a kind that cannot be read; the message is for a person. */
public final class VideoFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public VideoFormatException(String message) {
    super(message);
  }

  public VideoFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
