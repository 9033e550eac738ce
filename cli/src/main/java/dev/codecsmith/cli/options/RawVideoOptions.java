package dev.codecsmith.cli.options;

import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.ffmpeg.RawVideoReader;
import dev.codecsmith.video.ffmpeg.VideoFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what header-less planar files hold. */
public final class RawVideoOptions {
  /** How files begin that say themselves what they hold: Y4M, Matroska, MP4. */
  private static final List<Signature> HEADERS =
      List.of(
          new Signature(0, "YUV4MPEG2 "),
          new Signature(0, "\u001AE\u00DF\u00A3"),
          new Signature(4, "ftyp"));

  private static final int HEADER_BYTES = 16;

  /** A raw file has no frame rate, and comparing frames needs none. */
  private static final Rational ANY_RATE = new Rational(25, 1);

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description =
          "Size of header-less planar files, such as 1920x1080. Y4M, Matroska and MP4 files have"
              + " theirs.")
  private @Nullable String size;

  @Option(
      names = "--pixel-format",
      paramLabel = "NAME",
      description =
          "Their pixel format by ffmpeg's name: yuv420p, yuv422p10le, yuv444p12le, gray16le, …")
  private @Nullable String pixelFormat;

  /** Opens a file of either kind. */
  public FrameReader open(Path file) throws IOException {
    if (size == null && pixelFormat == null) {
      return VideoFiles.openForFrames(file);
    }
    if (size == null || pixelFormat == null) {
      throw new IllegalArgumentException(
          "A header-less file needs both --size and --pixel-format; "
              + (size == null ? "--size" : "--pixel-format")
              + " is missing.");
    }
    VideoFormat format = VideoFormat.ofSize(size, PixelFormat.ofFfmpegName(pixelFormat), ANY_RATE);
    return hasHeader(file) ? VideoFiles.openForFrames(file) : RawVideoReader.open(file, format);
  }

  private static boolean hasHeader(Path file) throws IOException {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
      return HEADERS.stream().anyMatch(header -> start.startsWith(header.bytes(), header.offset()));
    }
  }

  /** Bytes of a file's beginning, one a character. */
  private record Signature(int offset, String bytes) {}
}
