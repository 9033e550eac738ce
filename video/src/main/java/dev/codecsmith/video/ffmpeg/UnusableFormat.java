package dev.codecsmith.video.ffmpeg;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.VideoFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Says by its name why a pixel format cannot be read. */
final class UnusableFormat {
  /** ffmpeg's names of a kind, and why the kind is none of ours. */
  private record Kind(Pattern names, String reason) {
    static Kind of(String names, String reason) {
      return new Kind(Pattern.compile(names), reason);
    }
  }

  /** The first that fits counts. */
  private static final List<Kind> KINDS =
      List.of(
          Kind.of("pal8", "its samples are indices into a palette"),
          Kind.of(".*f(?:16|32)(?:le|be)?", "its samples are floating-point numbers"),
          Kind.of("yuva.*|ya\\d.*|gbrap.*|rgba.*|bgra.*|argb|abgr|vuya|ayuv.*", "it has alpha"),
          Kind.of("yuvj?411p.*", "its chroma is 4:1:1"),
          Kind.of("yuvj?410p.*", "its chroma is 4:1:0"),
          Kind.of("yuvj?440p.*", "its chroma is 4:4:0"),
          Kind.of("mono[wb]", "its samples have one bit"),
          Kind.of(".*(?:rgb|bgr|gbr).*|[xr0]?rgb.*|xyz.*|x2.*|bayer.*", "its samples are not YUV"),
          Kind.of(".*", "its samples are not planar"));

  private UnusableFormat() {}

  /**
   * The format of a name.
   *
   * @throws VideoFormatException if it is none that can be read
   */
  static PixelFormat require(Path file, String name) throws VideoFormatException {
    try {
      return PixelFormat.ofFfmpegName(name);
    } catch (IllegalArgumentException e) {
      throw new VideoFormatException(
          ("%s cannot be read: the pixel format %s cannot be used, because %s. Samples are taken as"
                  + " they were coded: planar YUV 4:0:0, 4:2:0, 4:2:2 or 4:4:4 of 8 to 16 bits,"
                  + " little-endian. Convert it first, for example: ffmpeg -i %s -pix_fmt %s"
                  + " converted.y4m")
              .formatted(file, name, reason(name), file.getFileName(), target(name)),
          e);
    }
  }

  private static boolean isBigEndian(String name) {
    return name.endsWith("be") && isUsable(name.substring(0, name.length() - 2) + "le");
  }

  private static boolean isUsable(String name) {
    try {
      return PixelFormat.ofFfmpegName(name).bitDepth() >= 8;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String reason(String name) {
    return isBigEndian(name)
        ? "its samples are big-endian"
        : KINDS.stream()
            .filter(kind -> kind.names().matcher(name).matches())
            .map(Kind::reason)
            .findFirst()
            .orElseThrow();
  }

  private static String target(String name) {
    return isBigEndian(name) ? name.substring(0, name.length() - 2) + "le" : "yuv420p";
  }
}
