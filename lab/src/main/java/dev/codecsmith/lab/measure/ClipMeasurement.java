package dev.codecsmith.lab.measure;

import dev.codecsmith.metrics.Metric;
import dev.codecsmith.metrics.QualityMeter;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.clips.Clip;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A decoded video compared with its clip, frame by frame, by index. Candidates and anchors go
 * through this one loop.
 *
 * @param figures sequence figures by their reference tool's name
 * @param framesCsv per-frame figures, one line a frame
 */
public record ClipMeasurement(Map<String, Double> figures, String framesCsv) {

  /**
   * Opens the decoded video; may fail with a {@link VideoFormatException} of the decoder's doing.
   */
  @FunctionalInterface
  public interface DecodedVideo {
    FrameReader open() throws IOException;
  }

  /**
   * Reads both videos in step.
   *
   * @param more what is measured beside what every rate point has
   * @throws WrongVideo if the decoded video is malformed, of another geometry, or has a frame too
   *     few or too many; nothing is read past the first excess
   * @throws IOException if the clip cannot be read
   */
  public static ClipMeasurement compare(
      Clip clip, DecodedVideo video, FrameTap tap, Set<Metric> more) throws IOException {
    FrameTable table = new FrameTable();
    try (FrameReader source = clip.open();
        FrameReader decoded = decoded(video::open);
        QualityMeter meter = Meters.open(Meters.ofRatePoints(more), clip.format(), 1, table)) {
      for (int index = 0; index < clip.frames(); index++) {
        Frame reference =
            source
                .next()
                .orElseThrow(() ->
                    new IOException("The clip " + clip.name() + " lost frames while it was read."));
        Optional<Frame> frame = decoded(decoded::next);
        if (frame.isEmpty()) {
          throw new WrongVideo("expected " + clip.frames() + " frames, found " + index + ".");
        }
        meter.add(Meters.picture(reference), Meters.picture(frame.get()));
        tap.frame(frame.get());
      }
      if (decoded(decoded::next).isPresent()) {
        throw new WrongVideo(
            "expected " + clip.frames() + " frames, found at least " + (clip.frames() + 1) + ".");
      }
      return new ClipMeasurement(meter.finish().figures(), table.csv());
    }
  }

  /** Reads something of a decoded video. */
  @FunctionalInterface
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Tells the decoder's faults from those of reading the clip. */
  static <T> T decoded(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (VideoFormatException e) {
      throw new WrongVideo(String.valueOf(e.getMessage()));
    }
  }
}
