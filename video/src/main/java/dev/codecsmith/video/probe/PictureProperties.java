package dev.codecsmith.video.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the samples of a video are to be understood, as far as its file says.
 *
 * @param values in words for a sentence; {@link #UNKNOWN} where the file could say it and does not.
 *     A property that files of this kind have no place for is missing
 */
public record PictureProperties(Map<Property, String> values) {
  /** The value of a property that a file leaves open. */
  public static final String UNKNOWN = "unknown";

  /** The value of {@link Property#FIELD_ORDER} of pictures that were taken whole. */
  public static final String PROGRESSIVE = "progressive";

  /** The value of {@link Property#SAMPLE_RANGE} where black is not 0 and white not the maximum. */
  public static final String LIMITED = "limited";

  /** The value of {@link Property#SAMPLE_RANGE} of samples from 0 to the maximum. */
  public static final String FULL = "full";

  /** The value of {@link Property#PIXEL_ASPECT} of square pixels. */
  public static final String SQUARE = "1:1";

  /** Of a file without any place for them, such as one without a header. */
  public static final PictureProperties NONE = new PictureProperties(Map.of());

  public PictureProperties {
    Map<Property, String> ordered = new EnumMap<>(Property.class);
    ordered.putAll(values);
    values = Collections.unmodifiableMap(ordered);
  }

  /**
   * In what two videos differ, each such as {@code range of samples full against limited}: this
   * video's value stands first. A property counts if both files have a place for it, also where
   * only one of them says it.
   */
  public List<String> differencesFrom(PictureProperties other) {
    List<String> differences = new ArrayList<>();
    values.forEach((property, here) -> {
      String there = other.values.get(property);
      if (there != null && !there.equals(here)) {
        differences.add(property.words() + " " + here + " against " + there);
      }
    });
    return differences;
  }

  /**
   * What the samples alone do not show, each such as {@code its pixels are not square but 4:3}: for
   * who takes them as they were coded.
   */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    String aspect = values.getOrDefault(Property.PIXEL_ASPECT, SQUARE);
    if (!aspect.equals(SQUARE)) {
      remarks.add("its pixels are not square but " + aspect);
    }
    String fields = values.getOrDefault(Property.FIELD_ORDER, PROGRESSIVE);
    if (!fields.equals(PROGRESSIVE)) {
      remarks.add("it is interlaced, " + fields);
    }
    if (values.getOrDefault(Property.SAMPLE_RANGE, UNKNOWN).equals(FULL)) {
      remarks.add("its samples have the full range");
    }
    return remarks;
  }
}
