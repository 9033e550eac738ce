package dev.codecsmith.lab.measure;

import dev.codecsmith.metrics.FrameListener;
import dev.codecsmith.metrics.FrameQuality;

/**
 * Per-frame figures as {@link FrameCsv} writes them, kept in memory until they become an artifact.
 */
final class FrameTable implements FrameListener {
  private final StringBuilder csv = new StringBuilder();
  private final FrameCsv lines = new FrameCsv(csv);

  @Override
  public void frameMeasured(FrameQuality frame) {
    lines.frameMeasured(frame);
  }

  String csv() {
    return csv.toString();
  }
}
