package dev.codecsmith.video.ffmpeg;

import dev.codecsmith.video.ReadableFile;
import dev.codecsmith.video.VideoFormatException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Turns what ffmpeg said about a file it could not decode into one sentence for a person. */
final class FfmpegFailure {
  /** How the decoders of H.264, HEVC and MPEG-2 say that a picture to refer to is missing. */
  private static final Pattern LACKS_PICTURES =
      Pattern.compile(
          "(?i)mmco: unref short failure|co located POCs unavailable|Could not find ref with POC"
              + "|missing (?:reference )?(?:picture|frame)|reference picture missing"
              + "|Not all references are available"
              + "|Invalid frame dimensions 0x0|Frame num gap|no frame!|missing keyframe");

  private FfmpegFailure() {}

  /** For a file of which nothing came. */
  static VideoFormatException explain(Path file, FfmpegProcess process, int code) {
    String words = String.join("; ", process.firstWords());
    if (process.said("matches no streams")) {
      return new VideoFormatException(file + " has no video stream.");
    }
    if (words.isEmpty() && code == 0) {
      return ReadableFile.hasNoFrames(file);
    }
    if (process.said("Error opening input") || words.isEmpty()) {
      return new VideoFormatException(
          "%s is no video that can be read, or it is damaged. ffmpeg says: %s."
              .formatted(file, words.isEmpty() ? "exit code " + code : words));
    }
    return damaged(file, process, code, new VideoFormatException("No frame came."));
  }

  /** For a file whose frames came to an end with complaints. */
  static VideoFormatException damaged(
      Path file, FfmpegProcess process, int code, VideoFormatException cause) {
    List<String> words = process.firstWords();
    if (process.said("Non-monotonic DTS")) {
      return new VideoFormatException(
          file + " changes its size, pixel format or range of samples in the middle.", cause);
    }
    String said =
        words.isEmpty()
            ? cause.getMessage() + " (exit code " + code + ")"
            : String.join("; ", words);
    String what =
        LACKS_PICTURES.matcher(said).find()
            ? "lacks pictures that others in it refer to: it begins in the middle of a group of"
                + " pictures, as after a cut, or is damaged"
            : "is damaged or cut short";
    return new VideoFormatException(
        ("%s %s. ffmpeg says: %s. To go on with what ffmpeg can decode of it, convert it first:"
                + " ffmpeg -i %s -c:v ffv1 converted.mkv")
            .formatted(file, what, said, file.getFileName()),
        cause);
  }
}
