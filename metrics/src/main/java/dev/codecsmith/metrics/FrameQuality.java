package dev.codecsmith.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The figures of one frame.
 *
 * @param index position in the sequence, from 0
 * @param figures by name, in the order of the metrics asked for; infinity is {@link
 *     Double#POSITIVE_INFINITY}
 */
public record FrameQuality(long index, SequencedMap<String, Double> figures) {
  public FrameQuality {
    figures = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(figures));
  }
}
