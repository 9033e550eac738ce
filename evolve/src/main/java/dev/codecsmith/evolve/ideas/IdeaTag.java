package dev.codecsmith.evolve.ideas;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What an idea is about and where it pays. */
public enum IdeaTag {
  /** How a frame is cut into blocks. */
  PARTITION,
  /** Prediction within a frame. */
  INTRA,
  /** Prediction from other frames. */
  MOTION,
  TRANSFORM,
  QUANTISATION,
  /** Lossless coding of what is left. */
  ENTROPY,
  /** Filters on the reconstruction that later frames refer to. */
  LOOP_FILTER,
  CHROMA,
  /** The encoder's decisions; the bitstream's syntax stays as it is. */
  ENCODER,
  /** Which frame refers to which, and how bits are shared among frames. */
  STRUCTURE,
  /** Pays most at low bitrate. */
  LOW_RATE,
  /** Pays most at high bitrate. */
  HIGH_RATE,
  /** Pays on fine, irregular texture. */
  TEXTURE,
  /** Pays on text, graphics and screens. */
  SCREEN,
  /** Pays on noise and grain. */
  NOISE,
  /** Pays where much stands still. */
  STATIC,
  /** Pays where the camera moves. */
  CAMERA,
  /** Pays where objects move in complex ways or cover each other. */
  COMPLEX_MOTION,
  /** Saves CPU time. */
  SPEED;

  /** The name in entries, such as {@code low-rate}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<IdeaTag> labelled(String label) {
    return Stream.of(values()).filter(t -> t.label().equals(label)).findFirst();
  }
}
