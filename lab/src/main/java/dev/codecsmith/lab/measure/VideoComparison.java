package dev.codecsmith.lab.measure;

import dev.codecsmith.metrics.FrameListener;
import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.QualityMeter;
import dev.codecsmith.metrics.SequenceQuality;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.VideoFormatException;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/**
 * Two whole videos measured against each other, frame by frame, by index and never by timestamp.
 * Memory does not grow with their length.
 */
public final class VideoComparison {
  private VideoComparison() {}

  /**
   * One of the two.
   *
   * @param name what to call it in a sentence, such as its file
   * @param frames from the first on; the caller closes it
   */
  public record Side(String name, FrameReader frames) {}

  /**
   * Reads both videos to their ends.
   *
   * @param metrics what to measure, at least one
   * @param threads how many threads share a frame's work, at least 1; figures do not depend on it
   * @param listener hears the figures of every frame
   * @throws VideoFormatException if a video is malformed, or if the two have not the same size,
   *     pixel format and number of frames; the message names both
   */
  public static SequenceQuality measure(
      Side reference,
      Side distorted,
      Collection<Metric> metrics,
      int threads,
      FrameListener listener)
      throws IOException {
    requireSameGeometry(reference, distorted);
    try (QualityMeter meter =
        Meters.open(metrics, reference.frames().format(), threads, listener)) {
      Optional<Frame> expected = reference.frames().next();
      Optional<Frame> found = distorted.frames().next();
      long index = 0;
      while (expected.isPresent() && found.isPresent()) {
        meter.add(Meters.picture(expected.get()), Meters.picture(found.get()));
        index++;
        expected = reference.frames().next();
        found = distorted.frames().next();
      }
      if (expected.isPresent() || found.isPresent()) {
        throw unequal(
            reference,
            index + rest(expected, reference),
            distorted,
            index + rest(found, distorted));
      }
      return meter.finish();
    }
  }

  private static void requireSameGeometry(Side reference, Side distorted)
      throws VideoFormatException {
    if (!reference.frames().format().sameGeometry(distorted.frames().format())) {
      throw new VideoFormatException(
          reference.name()
              + " is "
              + reference.frames().format().geometry()
              + " and "
              + distorted.name()
              + " is "
              + distorted.frames().format().geometry()
              + ": only videos of the same size and pixel format can be compared.");
    }
  }

  /** How many frames a side still has, the one just read counted. */
  private static long rest(Optional<Frame> read, Side side) throws IOException {
    long count = 0;
    for (Optional<Frame> frame = read; frame.isPresent(); frame = side.frames().next()) {
      count++;
    }
    return count;
  }

  private static VideoFormatException unequal(
      Side reference, long expected, Side distorted, long found) {
    return new VideoFormatException(
        reference.name()
            + " has "
            + frames(expected)
            + " and "
            + distorted.name()
            + " has "
            + frames(found)
            + ": frames are compared by index, so both must have equally many.");
  }

  private static String frames(long count) {
    return count == 1 ? "1 frame" : count + " frames";
  }
}
