package dev.codecsmith.lab.job;

import dev.codecsmith.video.PixelFormat;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A clip by the hash of its Y4M file.
 *
 * @param name what people call it
 * @param sha256 of the file, 64 lower-case hexadecimal digits
 * @param frames at least 1
 * @param width of luma, in samples
 * @param height of luma, in samples
 * @param pixelFormat as ffmpeg names it, such as {@code yuv420p10le}
 * @param frameRate such as {@code 30000/1001}
 */
public record ClipReference(
    String name,
    String sha256,
    int frames,
    int width,
    int height,
    String pixelFormat,
    String frameRate) {
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  public ClipReference {
    // Also a name of files on whatever machine reads it.
    if (!SHA_256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "A clip is named by 64 lower-case hexadecimal digits, found '" + sha256 + "'.");
    }
  }

  /** The reference to a clip. */
  public static ClipReference of(Clip clip) {
    VideoFormat format = clip.format();
    return new ClipReference(
        clip.name(),
        clip.sha256(),
        clip.frames(),
        format.width(),
        format.height(),
        format.pixelFormat().ffmpegName(),
        format.frameRate().toString());
  }

  /** The clip, where a file holds it. */
  public Clip in(Path y4m) {
    return new Clip(
        name,
        y4m,
        new VideoFormat(
            width, height, PixelFormat.ofFfmpegName(pixelFormat), Rational.parse(frameRate)),
        frames,
        sha256);
  }
}
