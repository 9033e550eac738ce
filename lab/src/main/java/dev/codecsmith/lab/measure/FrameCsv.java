package dev.codecsmith.lab.measure;

import dev.codecsmith.metrics.FrameListener;
import dev.codecsmith.metrics.FrameQuality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes per-frame figures as CSV while frames are measured: a line of names, then one line a
 * frame. The columns are the figures of the first frame; what a later frame lacks is an empty
 * field, infinity is {@code inf}.
 */
public final class FrameCsv implements FrameListener {
  private final Appendable out;
  private List<String> columns = List.of();

  /** Writes to {@code out}, which stays open. */
  public FrameCsv(Appendable out) {
    this.out = out;
  }

  /**
   * Writes the frame's line.
   *
   * @throws UncheckedIOException if the line cannot be written
   */
  @Override
  public void frameMeasured(FrameQuality frame) {
    StringBuilder text = new StringBuilder();
    if (columns.isEmpty()) {
      columns = List.copyOf(frame.figures().sequencedKeySet());
      text.append("frame");
      columns.forEach(name -> text.append(',').append(name));
      text.append('\n');
    }
    text.append(frame.index());
    for (String column : columns) {
      Double value = frame.figures().get(column);
      text.append(',');
      if (value != null) {
        text.append(Double.isInfinite(value) ? "inf" : value.toString());
      }
    }
    try {
      out.append(text.append('\n'));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
