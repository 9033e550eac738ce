package dev.codecsmith.codec;

/** One frame of planar samples. */
public final class Frame {
  private final VideoFormat format;

  public Frame(VideoFormat format) {
    this.format = format;
  }

  public VideoFormat format() {
    return format;
  }
}
