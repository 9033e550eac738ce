package dev.codecsmith.video;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Planar YUV samples: chroma format and bit depth.
 *
 * @param chroma the chroma format
 * @param bitDepth 8 to 16; above 8 a sample is two bytes, little-endian
 */
public record PixelFormat(ChromaFormat chroma, int bitDepth) {

  /** 8-bit 4:2:0, ffmpeg's {@code yuv420p}. */
  public static final PixelFormat YUV420P = new PixelFormat(ChromaFormat.YUV420, 8);

  private static final Pattern FFMPEG_NAME =
      Pattern.compile("(?:yuvj?(420|422|444)p|gray)(?:(9|1[0-6])(le|be)?)?");
  private static final Pattern Y4M_COLOUR_SPACE =
      Pattern.compile("(420|422|444)(?:p(9|1[0-6]))?|mono(9|1[0-6])?|420(?:jpeg|mpeg2|paldv)");

  public PixelFormat {
    if (bitDepth < 8 || bitDepth > 16) {
      throw new IllegalArgumentException("The bit depth must be 8 to 16, found " + bitDepth + ".");
    }
  }

  /**
   * The format that ffmpeg calls {@code name}: {@code yuv420p}, {@code yuv422p10le}, {@code gray},
   * {@code gray12le} and so on; {@code yuvj420p} (full range) is {@code yuv420p}, for the range of
   * samples is no part of a pixel format here, and without {@code le} little-endian is meant.
   *
   * @throws IllegalArgumentException if ffmpeg's name is not of planar YUV of 8 to 16 bits, with a
   *     message for a person
   */
  public static PixelFormat ofFfmpegName(String name) {
    Matcher matcher = FFMPEG_NAME.matcher(name);
    boolean fullRangeName = name.startsWith("yuvj");
    if (!matcher.matches() || (fullRangeName && matcher.group(2) != null)) {
      throw new IllegalArgumentException(
          "The pixel format \""
              + name
              + "\" cannot be used: it must be planar YUV such as yuv420p, yuv422p, yuv444p, gray,"
              + " yuv420p10le, yuv422p12le or gray16le.");
    }
    if ("be".equals(matcher.group(3))) {
      throw new IllegalArgumentException(
          "The pixel format \""
              + name
              + "\" is big-endian, only little-endian samples can be read: convert the file with"
              + " -pix_fmt "
              + name.substring(0, name.length() - 2)
              + "le.");
    }
    return new PixelFormat(chroma(matcher.group(1)), depth(matcher.group(2)));
  }

  /**
   * The format of a Y4M colour space, the C tag without its C: {@code 420jpeg}, {@code 422p10},
   * {@code mono} and so on. Empty if it is none of planar YUV 4:0:0, 4:2:0, 4:2:2 or 4:4:4 with 8
   * to 16 bits.
   */
  public static Optional<PixelFormat> ofY4mColourSpace(String colourSpace) {
    Matcher matcher = Y4M_COLOUR_SPACE.matcher(colourSpace);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (colourSpace.startsWith("mono")) {
      return Optional.of(new PixelFormat(ChromaFormat.YUV400, depth(matcher.group(3))));
    }
    return Optional.of(
        new PixelFormat(chroma(colourSpace.substring(0, 3)), depth(matcher.group(2))));
  }

  /** ffmpeg's name of this format, such as {@code yuv420p} or {@code gray10le}. */
  public String ffmpegName() {
    String planes =
        switch (chroma) {
          case YUV400 -> "gray";
          case YUV420 -> "yuv420p";
          case YUV422 -> "yuv422p";
          case YUV444 -> "yuv444p";
        };
    return bitDepth == 8 ? planes : planes + bitDepth + "le";
  }

  /**
   * The Y4M colour space of this format, the C tag without its C, as ffmpeg writes it: {@code
   * 420jpeg}, {@code 422p10}, {@code mono} and so on.
   */
  public String y4mColourSpace() {
    return switch (chroma) {
      case YUV400 -> bitDepth == 8 ? "mono" : "mono" + bitDepth;
      case YUV420 -> bitDepth == 8 ? "420jpeg" : "420p" + bitDepth;
      case YUV422 -> bitDepth == 8 ? "422" : "422p" + bitDepth;
      case YUV444 -> bitDepth == 8 ? "444" : "444p" + bitDepth;
    };
  }

  public int bytesPerSample() {
    return bitDepth > 8 ? 2 : 1;
  }

  private static ChromaFormat chroma(@Nullable String digits) {
    return switch (digits) {
      case null -> ChromaFormat.YUV400;
      case "420" -> ChromaFormat.YUV420;
      case "422" -> ChromaFormat.YUV422;
      default -> ChromaFormat.YUV444;
    };
  }

  private static int depth(@Nullable String digits) {
    return digits == null ? 8 : Integer.parseInt(digits);
  }
}
