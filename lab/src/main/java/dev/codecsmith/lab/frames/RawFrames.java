package dev.codecsmith.lab.frames;

import dev.codecsmith.sandbox.InfrastructureException;
import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.clips.Clip;
import dev.codecsmith.video.y4m.Y4mHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Frames out of the middle of files, without those before them. */
final class RawFrames {
  /** Before each frame of a clip's file. */
  private static final byte[] FRAME = "FRAME\n".getBytes(StandardCharsets.US_ASCII);

  private RawFrames() {}

  /**
   * A frame of a clip's own file.
   *
   * @throws IOException with a sentence if the file is not as the catalogue made it
   */
  static Frame ofClip(Clip clip, int index) throws IOException {
    VideoFormat format = clip.format();
    int header = Y4mHeader.of(format).toLine().length();
    long offset = header + index * (FRAME.length + format.frameBytes());
    try (FileChannel in = FileChannel.open(clip.y4m(), StandardOpenOption.READ)) {
      if (!Arrays.equals(bytes(in, offset, FRAME.length), FRAME)) {
        throw InfrastructureException.lasting(
            "Frame %d of the clip %s is not where it should be in %s; add the clip again."
                .formatted(index, clip.name(), clip.y4m()));
      }
      return read(in, offset + FRAME.length, index, format);
    }
  }

  /** A frame whose samples lie at an offset. */
  static Frame read(FileChannel in, long offset, int index, VideoFormat format) throws IOException {
    return Frame.copyOf(index, format, bytes(in, offset, Math.toIntExact(format.frameBytes())));
  }

  private static byte[] bytes(FileChannel in, long offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (in.read(bytes, offset + bytes.position()) < 0) {
        throw InfrastructureException.lasting(
            "The file of a video is too short; it was changed or cut off.");
      }
    }
    return bytes.array();
  }
}
