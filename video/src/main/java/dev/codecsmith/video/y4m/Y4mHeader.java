package dev.codecsmith.video.y4m;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.probe.PictureProperties;
import dev.codecsmith.video.probe.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The first line of a Y4M file.
 *
 * @param width luma width in samples, 1 to {@value #MAX_SIDE}
 * @param height luma height in samples, 1 to {@value #MAX_SIDE}
 * @param frameRate frames per second; empty if the F tag is missing or says 0:0, unknown
 * @param interlacing the I tag; {@link Interlacing#UNKNOWN} if it is missing
 * @param pixelAspect width to height of a pixel; empty if the A tag is missing or has a zero
 * @param colourSpace the C tag without its C, such as {@code 420jpeg} or {@code 422p10}; if the tag
 *     is missing, what an {@code XYSCSS=} tag says, or else {@code 420}
 * @param extensions the X tags without their X, in order, such as {@code COLORRANGE=LIMITED}
 */
public record Y4mHeader(
    int width,
    int height,
    Optional<Rational> frameRate,
    Interlacing interlacing,
    Optional<Rational> pixelAspect,
    String colourSpace,
    List<String> extensions) {

  /** The word a Y4M file begins with. */
  public static final String MAGIC = "YUV4MPEG2";

  /** The longest header line that is read, in bytes with its end of line. */
  public static final int MAX_BYTES = 4096;

  /** The largest width and height that are read. */
  public static final int MAX_SIDE = 16384;

  public Y4mHeader {
    extensions = List.copyOf(extensions);
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "A Y4M video must be 1x1 to %dx%d, found %dx%d."
              .formatted(MAX_SIDE, MAX_SIDE, width, height));
    }
    if (PixelFormat.ofY4mColourSpace(colourSpace).isEmpty()) {
      throw new IllegalArgumentException("Y4M colour space C" + colourSpace + " cannot be used.");
    }
  }

  /** The plain header of a format: progressive, square pixels, no extensions. */
  public static Y4mHeader of(VideoFormat format) {
    return new Y4mHeader(
        format.width(),
        format.height(),
        Optional.of(format.frameRate()),
        Interlacing.PROGRESSIVE,
        Optional.of(new Rational(1, 1)),
        format.pixelFormat().y4mColourSpace(),
        List.of());
  }

  /**
   * Reads a header line.
   *
   * @param line the line without its end of line, one character per byte
   * @throws VideoFormatException naming the byte offset of what is wrong and what was found there
   */
  public static Y4mHeader parse(String line) throws VideoFormatException {
    return new Y4mHeaderParser(line).parse();
  }

  /** Chroma format and bit depth, from the colour space. */
  public PixelFormat pixelFormat() {
    return PixelFormat.ofY4mColourSpace(colourSpace).orElseThrow();
  }

  /** How the samples are to be understood; a header has no place for colours. */
  public PictureProperties properties() {
    String range =
        extensions.contains("COLORRANGE=FULL")
            ? PictureProperties.FULL
            : extensions.contains("COLORRANGE=LIMITED")
                ? PictureProperties.LIMITED
                : PictureProperties.UNKNOWN;
    return new PictureProperties(
        Map.of(
            Property.PIXEL_ASPECT,
            ratio(pixelAspect.or(() -> Optional.of(new Rational(1, 1)))),
            Property.FIELD_ORDER,
            interlacing.words(),
            Property.SAMPLE_RANGE,
            range));
  }

  /** The header line with its end of line, one character per byte. */
  public String toLine() {
    List<String> tags = new ArrayList<>();
    tags.add(MAGIC);
    tags.add("W" + width);
    tags.add("H" + height);
    tags.add("F" + ratio(frameRate));
    tags.add("I" + interlacing.tag());
    tags.add("A" + ratio(pixelAspect));
    tags.add("C" + colourSpace);
    extensions.forEach(extension -> tags.add("X" + extension));
    return String.join(" ", tags) + "\n";
  }

  private static String ratio(Optional<Rational> ratio) {
    return ratio.map(r -> r.numerator() + ":" + r.denominator()).orElse("0:0");
  }
}
