package dev.codecsmith.metrics;

/** Hears the figures of every frame as soon as it is measured, in the order of the frames. */
@FunctionalInterface
public interface FrameListener {
  void frameMeasured(FrameQuality frame);
}
