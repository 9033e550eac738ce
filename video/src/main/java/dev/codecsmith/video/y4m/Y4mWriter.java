package dev.codecsmith.video.y4m;

import dev.codecsmith.video.Frame;
import dev.codecsmith.video.VideoFormat;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Writes Y4M. The header goes out with the first frame or on {@link #close()}. */
public final class Y4mWriter implements Closeable {
  private static final byte[] FRAME_LINE = "FRAME\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PIECE = 1 << 16;

  private final OutputStream out;
  private final Y4mHeader header;
  private final VideoFormat format;
  private final byte[] piece = new byte[PIECE];
  private int filled;
  private boolean begun;

  /** How many bytes a file of so many frames has, with the plain header. */
  public static long bytes(VideoFormat format, long frames) {
    return Y4mHeader.of(format).toLine().length()
        + frames * (FRAME_LINE.length + format.frameBytes());
  }

  /** Writes with the plain header of {@code format}, see {@link Y4mHeader#of}. */
  public Y4mWriter(OutputStream out, VideoFormat format) {
    this(out, Y4mHeader.of(format), format);
  }

  /**
   * Writes with a header of one's own.
   *
   * @throws IllegalArgumentException if the header has no frame rate
   */
  public Y4mWriter(OutputStream out, Y4mHeader header) {
    this(
        out,
        header,
        new VideoFormat(
            header.width(),
            header.height(),
            header.pixelFormat(),
            header
                .frameRate()
                .orElseThrow(
                    () -> new IllegalArgumentException("A Y4M file needs a frame rate."))));
  }

  private Y4mWriter(OutputStream out, Y4mHeader header, VideoFormat format) {
    this.out = out;
    this.header = header;
    this.format = format;
  }

  /**
   * Writes a frame; its index is not looked at.
   *
   * @throws IllegalArgumentException if the frame's geometry is not the header's
   */
  public void write(Frame frame) throws IOException {
    if (!frame.format().sameGeometry(format)) {
      throw new IllegalArgumentException(
          "The frame is " + frame.format().geometry() + ", the file " + format.geometry() + ".");
    }
    begin();
    put(MemorySegment.ofArray(FRAME_LINE));
    put(frame.samples());
  }

  /** Hands everything written so far to the stream below. */
  public void flush() throws IOException {
    begin();
    out.write(piece, 0, filled);
    filled = 0;
    out.flush();
  }

  /** Flushes and closes the stream below. */
  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }

  private void begin() throws IOException {
    if (!begun) {
      begun = true;
      put(MemorySegment.ofArray(header.toLine().getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private void put(MemorySegment bytes) throws IOException {
    long done = 0;
    while (done < bytes.byteSize()) {
      int copied = (int) Math.min(bytes.byteSize() - done, PIECE - filled);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, done, piece, filled, copied);
      filled += copied;
      done += copied;
      if (filled == PIECE) {
        out.write(piece, 0, filled);
        filled = 0;
      }
    }
  }
}
