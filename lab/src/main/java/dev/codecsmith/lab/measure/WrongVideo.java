package dev.codecsmith.lab.measure;

import java.io.IOException;

/** A decoded video that is malformed or has another geometry or frame count than its source. */
public final class WrongVideo extends IOException {
  private static final long serialVersionUID = 1L;

  WrongVideo(String message) {
    super(message);
  }
}
