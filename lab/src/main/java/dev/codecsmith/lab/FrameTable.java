package dev.codecsmith.lab;

import dev.codecsmith.metrics.FrameListener;
import dev.codecsmith.metrics.FrameQuality;

/** Per-frame figures as CSV: a line of names, then one line a frame. */
final class FrameTable implements FrameListener {
  private final StringBuilder csv = new StringBuilder();

  @Override
  public void frameMeasured(FrameQuality frame) {
    if (csv.isEmpty()) {
      csv.append("frame");
      frame.figures().keySet().forEach(name -> csv.append(',').append(name));
      csv.append('\n');
    }
    csv.append(frame.index());
    frame
        .figures()
        .values()
        .forEach(value -> csv.append(',').append(Double.isInfinite(value) ? "inf" : value));
    csv.append('\n');
  }

  String csv() {
    return csv.toString();
  }
}
