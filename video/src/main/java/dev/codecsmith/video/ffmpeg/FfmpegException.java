package dev.codecsmith.video.ffmpeg;

import java.io.IOException;

/**
 * The ffmpeg program could not be had, could not be started, or failed at what it was asked; the
 * message is for a person and holds ffmpeg's own last words.
 */
public final class FfmpegException extends IOException {
  private static final long serialVersionUID = 1L;

  public FfmpegException(String message) {
    super(message);
  }

  public FfmpegException(String message, Throwable cause) {
    super(message, cause);
  }
}
