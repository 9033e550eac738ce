package dev.codecsmith.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The figures of a sequence.
 *
 * @param frames how many frames were measured
 * @param figures by name, in the order of the metrics asked for; infinity is {@link
 *     Double#POSITIVE_INFINITY}, and no figure is NaN
 * @param worstFrames of each figure that frames have, the frames with the lowest values, worst
 *     first, {@link #WORST_FRAMES} of them or all
 * @param unavailable of each figure that was asked for and that this sequence cannot have, one
 *     sentence that says why
 */
public record SequenceQuality(
    long frames,
    SequencedMap<String, Double> figures,
    Map<String, List<FrameFigure>> worstFrames,
    Map<String, String> unavailable) {

  /** The length of a list of worst frames. */
  public static final int WORST_FRAMES = 10;

  public SequenceQuality {
    figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
    worstFrames = Collections.unmodifiableMap(new LinkedHashMap<>(worstFrames));
    unavailable = Collections.unmodifiableMap(new LinkedHashMap<>(unavailable));
  }

  /**
   * One figure of one frame.
   *
   * @param frame position in the sequence, from 0
   * @param value the figure
   */
  public record FrameFigure(long frame, double value) {}
}
