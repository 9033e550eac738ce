package dev.codecsmith.video;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Makes odd dimensions even, for encoders that take no others, and back.
 *
 * <p>The last column and row of each plane are repeated where the plane of the even size is larger:
 * 175x143 becomes 176x144. The chroma planes of 4:2:0 stay as they are, for those of an odd size
 * are already rounded up.
 */
public final class EvenPadding {
  private EvenPadding() {}

  /** The format with width and height rounded up to even numbers. */
  public static VideoFormat even(VideoFormat format) {
    return new VideoFormat(
        format.width() + (format.width() & 1),
        format.height() + (format.height() & 1),
        format.pixelFormat(),
        format.frameRate());
  }

  /** The frames of {@code reader} padded to {@link #even} size; closing closes {@code reader}. */
  public static FrameReader pad(FrameReader reader) {
    VideoFormat target = even(reader.format());
    return target.equals(reader.format()) ? reader : new Resizing(reader, target);
  }

  /**
   * The frames of {@code reader}, which were padded, cut back to their format before.
   *
   * @throws IllegalArgumentException if they are not of the {@link #even} format of {@code
   *     original}
   */
  public static FrameReader crop(FrameReader reader, VideoFormat original) {
    if (!reader.format().sameGeometry(even(original))) {
      throw new IllegalArgumentException(
          "Frames of "
              + reader.format().geometry()
              + " are no padded frames of "
              + original.geometry()
              + ".");
    }
    return reader.format().sameGeometry(original) ? reader : new Resizing(reader, original);
  }

  /** Gives frames another size by cutting planes or repeating their last column and row. */
  private static final class Resizing implements FrameReader {
    private final FrameReader source;
    private final VideoFormat format;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment samples;

    Resizing(FrameReader source, VideoFormat format) {
      this.source = source;
      this.format = format;
      this.samples = arena.allocate(format.frameBytes(), Long.BYTES);
    }

    @Override
    public VideoFormat format() {
      return format;
    }

    @Override
    public Optional<Frame> next() throws IOException {
      Optional<Frame> from = source.next();
      if (from.isEmpty()) {
        return from;
      }
      Frame to = new Frame(from.get().index(), format, samples);
      for (int plane = 0; plane < format.planes(); plane++) {
        resize(from.get(), to, plane);
      }
      return Optional.of(to);
    }

    @Override
    public void close() throws IOException {
      if (arena.scope().isAlive()) {
        arena.close();
      }
      source.close();
    }

    private static void resize(Frame from, Frame to, int plane) {
      int sampleBytes = to.format().pixelFormat().bytesPerSample();
      long fromRow = (long) from.format().planeWidth(plane) * sampleBytes;
      long toRow = (long) to.format().planeWidth(plane) * sampleBytes;
      long kept = Math.min(fromRow, toRow);
      int lastRow = from.format().planeHeight(plane) - 1;
      MemorySegment source = from.plane(plane);
      MemorySegment target = to.plane(plane);
      for (int y = 0; y < to.format().planeHeight(plane); y++) {
        long sourceRow = Math.min(y, lastRow) * fromRow;
        MemorySegment.copy(source, sourceRow, target, y * toRow, kept);
        for (long x = kept; x < toRow; x += sampleBytes) {
          MemorySegment.copy(
              source, sourceRow + fromRow - sampleBytes, target, y * toRow + x, sampleBytes);
        }
      }
    }
  }
}
