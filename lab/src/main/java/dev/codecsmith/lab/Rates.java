package dev.codecsmith.lab;

import dev.codecsmith.video.Clip;

/** Bitrates. */
final class Rates {
  private Rates() {}

  /**
   * Kilobits (1000 bits) per second: 8 · bytes · frame rate / frames of the <em>source</em> / 1000,
   * so that a decoder that drops frames gains nothing.
   */
  static double kbps(long bytes, Clip clip) {
    return 8.0 * bytes * clip.format().frameRate().toDouble() / clip.frames() / 1000;
  }
}
