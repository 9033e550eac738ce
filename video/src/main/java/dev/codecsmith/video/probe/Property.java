package dev.codecsmith.video.probe;

/** What decides what samples mean, beside size and pixel format. */
public enum Property {
  PIXEL_ASPECT("pixel aspect"),
  FIELD_ORDER("field order"),
  SAMPLE_RANGE("range of samples"),
  COLOUR_MATRIX("colour matrix"),
  COLOUR_PRIMARIES("colour primaries"),
  TRANSFER("transfer characteristics");

  private final String words;

  Property(String words) {
    this.words = words;
  }

  /** Its name for a sentence. */
  public String words() {
    return words;
  }
}
