package dev.codecsmith.video.clips;

import static org.apache.commons.codec.digest.MessageDigestAlgorithms.SHA_256;

import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.ReadableFile;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.ffmpeg.VideoFiles;
import dev.codecsmith.video.y4m.Y4mHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Raw video to code.
 *
 * @param name what people call it
 * @param y4m the file that holds it, with the header of {@link Y4mHeader#of} and bare FRAME lines
 * @param format geometry and frame rate
 * @param frames number of frames, at least 1
 * @param sha256 SHA-256 of the file {@code y4m}, 64 lower-case hexadecimal digits
 */
public record Clip(String name, Path y4m, VideoFormat format, int frames, String sha256) {
  public Clip {
    if (frames < 1) {
      throw new IllegalArgumentException("A clip has at least one frame, found " + frames + ".");
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("Not a SHA-256: " + sha256);
    }
  }

  /** Reads the clip from its first frame on. */
  public FrameReader open() throws IOException {
    return VideoFiles.open(y4m);
  }

  /**
   * Reads the whole file and compares it with what it should be.
   *
   * @throws VideoFormatException if the file is missing or its SHA-256 is another
   */
  public void verify() throws IOException {
    ReadableFile.require(y4m);
    String found = new DigestUtils(SHA_256).digestAsHex(y4m);
    if (!found.equals(sha256)) {
      throw new VideoFormatException(
          "The file %s of the clip %s was changed: its SHA-256 should be %s and is %s. Delete it and"
                  .formatted(y4m, name, sha256, found)
              + " add the clip again.");
    }
  }

  /** How long the clip lasts, in seconds. */
  public double seconds() {
    return format.seconds(frames);
  }

  /** Luma samples of all frames, in millions. */
  public double megapixels() {
    return format.megapixels() * frames;
  }

  /** Size of the Y4M file in bytes. */
  public long fileBytes() throws IOException {
    return Files.size(y4m);
  }

  /** Such as {@code carphone: 176x144 yuv420p 30000/1001 fps, 120 frames}. */
  public String describe() {
    return "%s: %s, %d %s"
        .formatted(name, format.describe(), frames, frames == 1 ? "frame" : "frames");
  }
}
