package dev.codecsmith.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Turns what ffmpeg said about a file it could not decode into one sentence for a person. */
final class FfmpegFailure {
  private FfmpegFailure() {}

  /** For a file of which not one frame came. */
  static VideoFormatException explain(
      Ffmpeg ffmpeg, Path file, FfmpegProcess process, int code, VideoFormatException cause)
      throws IOException {
    String words = String.join("; ", process.firstWords());
    if (process.said("matches no streams")) {
      return new VideoFormatException(file + " has no video stream.", cause);
    }
    if (process.said("yuv4mpeg can only handle")) {
      return wrongKind(ffmpeg, file, cause);
    }
    if (words.isEmpty() && code == 0) {
      return VideoFiles.hasNoFrames(file);
    }
    if (process.said("Error opening input") || words.isEmpty()) {
      return new VideoFormatException(
          "%s is no video that can be read, or it is damaged. ffmpeg says: %s."
              .formatted(file, words.isEmpty() ? "exit code " + code : words),
          cause);
    }
    return damaged(file, process, code, cause);
  }

  /** For a file whose frames came to an end with complaints. */
  static VideoFormatException damaged(
      Path file, FfmpegProcess process, int code, VideoFormatException cause) {
    List<String> words = process.firstWords();
    if (process.said("Non-monotonic DTS")) {
      return new VideoFormatException(
          file + " changes its size, pixel format or range of samples in the middle.", cause);
    }
    return new VideoFormatException(
        "%s is damaged or cut short. ffmpeg says: %s."
            .formatted(
                file,
                words.isEmpty()
                    ? cause.getMessage() + " (exit code " + code + ")"
                    : String.join("; ", words)),
        cause);
  }

  private static VideoFormatException wrongKind(
      Ffmpeg ffmpeg, Path file, VideoFormatException cause) throws IOException {
    List<String> found =
        ffmpeg
            .probe(
                List.of(
                    "-v",
                    "error",
                    "-protocol_whitelist",
                    "file",
                    "-select_streams",
                    "V:0",
                    "-show_entries",
                    "stream=pix_fmt:format=format_name",
                    "-of",
                    "default=noprint_wrappers=1",
                    "file:" + file.toAbsolutePath()))
            .lines()
            .toList();
    if (found.contains("format_name=tty")) {
      return new VideoFormatException(file + " is a text file, not a video.", cause);
    }
    String pixelFormat =
        found.stream()
            .filter(line -> line.startsWith("pix_fmt="))
            .map(line -> line.substring("pix_fmt=".length()))
            .findFirst()
            .orElse("unknown");
    return new VideoFormatException(
        ("%s has the pixel format %s, which is not planar YUV and is not converted silently."
                + " Convert it first, for example: ffmpeg -i %s -pix_fmt yuv420p converted.y4m")
            .formatted(file, pixelFormat, file.getFileName()),
        cause);
  }
}
