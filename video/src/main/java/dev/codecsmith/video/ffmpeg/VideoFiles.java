package dev.codecsmith.video.ffmpeg;

import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.Rational;
import dev.codecsmith.video.ReadableFile;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.y4m.Y4mHeader;
import dev.codecsmith.video.y4m.Y4mReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;

/** Opens video files of any kind. */
public final class VideoFiles {
  private static final Rational ANY_RATE = new Rational(25, 1);

  private VideoFiles() {}

  /**
   * Reads the first video stream of a file: Y4M by {@link Y4mReader}, everything else through the
   * bundled ffmpeg program.
   *
   * <p>The frames are those that the decoder gives, in order of presentation, all and each once: no
   * frame is repeated or left out to keep a rate. A turn by a multiple of 90 degrees, a mirroring
   * and a cropping that the file asks for are done, and told by {@link FrameReader#notes()}. The
   * frame rate is the one at which the frames come; where they are not evenly spaced it is their
   * number over their duration, which is told, too. Samples come as they were coded; formats other
   * than planar YUV without alpha (4:0:0, 4:2:0, 4:2:2, 4:4:4 of 8 to 16 bits) are refused and not
   * converted. A file that is damaged or ends too early where its container can tell is an error at
   * the latest where its frames would end.
   *
   * @throws VideoFormatException if the file is missing, empty, no video, has no frames or is of a
   *     kind that cannot be read, in one sentence for a person
   * @throws FfmpegException if ffmpeg is needed and there is none
   */
  public static FrameReader open(Path file) throws IOException {
    return open(file, OptionalInt.empty(), Y4mReader::open);
  }

  /**
   * As {@link #open(Path)}, for who compares frames by index: the frame rate of a Y4M file that
   * says none is 25, which nobody should look at.
   */
  public static FrameReader openForFrames(Path file) throws IOException {
    return open(file, OptionalInt.empty(), y4m -> Y4mReader.open(y4m, ANY_RATE));
  }

  /**
   * As {@link #open(Path)}, for who reads no more than so many frames from the beginning: the frame
   * rate is theirs. More can be read, to know whether there are any.
   */
  public static FrameReader open(Path file, OptionalInt most) throws IOException {
    return open(file, most, Y4mReader::open);
  }

  private interface Y4mOpener {
    Y4mReader open(Path file) throws IOException;
  }

  private static FrameReader open(Path file, OptionalInt most, Y4mOpener y4m) throws IOException {
    ReadableFile.require(file);
    if (isY4m(file)) {
      Y4mReader reader = y4m.open(file);
      if (!reader.hasNext()) {
        reader.close();
        throw ReadableFile.hasNoFrames(file);
      }
      return reader;
    }
    String name = file.toString();
    if (name.endsWith(".yuv") || name.endsWith(".raw")) {
      throw new VideoFormatException(
          file + " seems to be video without a header: its size and pixel format must be given.");
    }
    return FfmpegFrameReader.open(Ffmpeg.bundled(), file, most);
  }

  private static boolean isY4m(Path file) throws IOException {
    byte[] magic = Y4mHeader.MAGIC.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(magic.length), magic);
    }
  }
}
