package dev.codecsmith.video;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Opens video files of any kind. */
public final class VideoFiles {
  private VideoFiles() {}

  /**
   * Reads the first video stream of a file: Y4M by {@link Y4mReader}, everything else through the
   * bundled ffmpeg program.
   *
   * <p>The frames are those that the decoder gives, in order of presentation, all and each once: no
   * frame is repeated or left out to keep a rate. Rotation that the file asks for is not applied.
   * Samples come as they were coded; formats other than planar YUV without alpha (4:0:0, 4:2:0,
   * 4:2:2, 4:4:4 of 8 to 16 bits) are refused and not converted. A file that is damaged or ends too
   * early where its container can tell is an error at the latest where its frames would end.
   *
   * @throws VideoFormatException if the file is missing, empty, no video, has no frames or is of a
   *     kind that cannot be read, in one sentence for a person
   * @throws FfmpegException if ffmpeg is needed and there is none
   */
  public static FrameReader open(Path file) throws IOException {
    requireReadable(file);
    if (isY4m(file)) {
      Y4mReader reader = Y4mReader.open(file);
      if (!reader.hasNext()) {
        reader.close();
        throw hasNoFrames(file);
      }
      return reader;
    }
    String name = file.toString();
    if (name.endsWith(".yuv") || name.endsWith(".raw")) {
      throw new VideoFormatException(
          file + " seems to be video without a header: its size and pixel format must be given.");
    }
    return FfmpegFrameReader.open(Ffmpeg.bundled(), file);
  }

  static VideoFormatException hasNoFrames(Path file) {
    return new VideoFormatException(file + " has no frames.");
  }

  /** Sees to it that there is a file with something in it. */
  static void requireReadable(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new VideoFormatException("There is no file " + file + ".");
    }
    if (Files.isDirectory(file)) {
      throw new VideoFormatException(file + " is a folder, not a video file.");
    }
    if (!Files.isRegularFile(file)) {
      throw new VideoFormatException(file + " is not a regular file.");
    }
    if (!Files.isReadable(file)) {
      throw new VideoFormatException(file + " cannot be read: permission denied.");
    }
    if (Files.size(file) == 0) {
      throw new VideoFormatException(file + " is empty.");
    }
  }

  private static boolean isY4m(Path file) throws IOException {
    byte[] magic = Y4mHeader.MAGIC.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }
}
