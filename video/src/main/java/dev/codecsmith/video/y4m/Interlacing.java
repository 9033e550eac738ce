package dev.codecsmith.video.y4m;

import dev.codecsmith.video.probe.PictureProperties;
import java.util.Optional;

/** The order of the fields of a frame, as a Y4M header's I tag says it. */
public enum Interlacing {
  PROGRESSIVE('p'),
  TOP_FIELD_FIRST('t'),
  BOTTOM_FIELD_FIRST('b'),
  /** Each FRAME line says it for its own frame. */
  MIXED('m'),
  UNKNOWN('?');

  private final char tag;

  Interlacing(char tag) {
    this.tag = tag;
  }

  /** For a sentence; what is unknown is taken for progressive. */
  String words() {
    return switch (this) {
      case PROGRESSIVE, UNKNOWN -> PictureProperties.PROGRESSIVE;
      case TOP_FIELD_FIRST -> "top field first";
      case BOTTOM_FIELD_FIRST -> "bottom field first";
      case MIXED -> "mixed";
    };
  }

  /** The letter after the I. */
  public char tag() {
    return tag;
  }

  static Optional<Interlacing> ofTag(String letter) {
    for (Interlacing interlacing : values()) {
      if (letter.equals(String.valueOf(interlacing.tag))) {
        return Optional.of(interlacing);
      }
    }
    return Optional.empty();
  }
}
