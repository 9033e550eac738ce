package dev.codecsmith.lab.bits;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a program says of the bits of one frame.
 *
 * @param frame index in the order of the source, from 0
 * @param type what the program calls the frame, such as I, P, B: 1 to 12 letters, digits, hyphens
 * @param bits all of the frame's, 0 to {@link #MOST_BITS}
 * @param elements bits by syntax element, at most {@link #MOST_ELEMENTS}, together no more than the
 *     frame has
 */
public record ReportedFrame(int frame, String type, long bits, SortedMap<String, Long> elements) {
  public static final int MOST_ELEMENTS = 16;
  public static final long MOST_BITS = 1L << 40;

  /** What no element is told of; so no element is called so. */
  public static final String OTHER = "other";

  private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9-]{1,12}");
  private static final Pattern ELEMENT = Pattern.compile("[a-z][a-z0-9-]{0,23}");

  /**
   * @throws IllegalArgumentException if a part is outside its range; the message says which
   */
  public ReportedFrame {
    if (frame < 0) {
      throw new IllegalArgumentException("frame " + frame + " is less than 0");
    }
    if (!TYPE.matcher(type).matches()) {
      throw new IllegalArgumentException("the type is not 1 to 12 letters, digits or hyphens");
    }
    if (elements.size() > MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "it tells of " + elements.size() + " elements, and may of " + MOST_ELEMENTS);
    }
    long sum = 0;
    requireCount("bits", bits);
    for (Map.Entry<String, Long> element : elements.entrySet()) {
      if (!ELEMENT.matcher(element.getKey()).matches() || element.getKey().equals(OTHER)) {
        throw new IllegalArgumentException(
            "the name of an element is not 1 to 24 lower-case letters, digits or hyphens, or is"
                + " \"other\"");
      }
      requireCount(element.getKey(), element.getValue());
      sum += element.getValue();
    }
    if (sum > bits) {
      throw new IllegalArgumentException(
          "its elements have " + sum + " bits together, the frame " + bits);
    }
    elements = Collections.unmodifiableSortedMap(new TreeMap<>(elements));
  }

  private static void requireCount(String name, long bits) {
    if (bits < 0 || bits > MOST_BITS) {
      throw new IllegalArgumentException(name + "=" + bits + " is not 0 to " + MOST_BITS);
    }
  }

  /** The bits that no element is told of. */
  public long otherBits() {
    return bits - elements.values().stream().mapToLong(Long::longValue).sum();
  }
}
