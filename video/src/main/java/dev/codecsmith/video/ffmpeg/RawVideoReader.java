package dev.codecsmith.video.ffmpeg;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.FrameReader;
import dev.codecsmith.video.ReadableFile;
import dev.codecsmith.video.VideoFormat;
import dev.codecsmith.video.VideoFormatException;
import dev.codecsmith.video.y4m.MappedInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a header-less planar file, memory-mapped: frames one after the other, each its planes Y,
 * Cb, Cr, rows without padding. Frames are slices of the map and stay valid until this reader is
 * closed. The file must not be shortened meanwhile.
 */
public final class RawVideoReader implements FrameReader {
  private final MappedInput in;
  private final VideoFormat format;
  private long frames;

  private RawVideoReader(MappedInput in, VideoFormat format) {
    this.in = in;
    this.format = format;
  }

  /**
   * Opens a file of the given format.
   *
   * @throws VideoFormatException if the file is missing, empty or no whole number of frames
   */
  public static RawVideoReader open(Path file, VideoFormat format) throws IOException {
    ReadableFile.require(file);
    MappedInput in = new MappedInput(file);
    if (in.size() % format.frameBytes() != 0) {
      long size = in.size();
      in.close();
      throw new VideoFormatException(
          ("%s has %d bytes, which is no whole number of frames: a frame of %s has %d bytes, so"
                  + " there are %d frames and %d bytes over. Check the size and the pixel format.")
              .formatted(
                  file,
                  size,
                  format.geometry(),
                  format.frameBytes(),
                  size / format.frameBytes(),
                  size % format.frameBytes()));
    }
    return new RawVideoReader(in, format);
  }

  /** The number of frames in the file. */
  public long frameCount() {
    return in.size() / format.frameBytes();
  }

  @Override
  public VideoFormat format() {
    return format;
  }

  @Override
  public Optional<Frame> next() {
    return frames == frameCount()
        ? Optional.empty()
        : Optional.of(new Frame(frames++, format, in.read(format.frameBytes())));
  }

  @Override
  public void close() {
    in.close();
  }
}
