package dev.codecsmith.video.y4m;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A stream, read in large pieces. What {@link #read(long)} gives lies in a reused buffer, as large
 * as the largest count asked for.
 */
final class StreamInput implements ByteInput {
  /** What a Linux pipe holds; also below the size from which the C library maps fresh memory. */
  private static final int PIECE = 1 << 16;

  private final InputStream in;
  private final byte[] piece = new byte[PIECE];
  private int next;
  private int end;
  private long position;
  private final Arena arena = Arena.ofShared();
  private MemorySegment buffer = MemorySegment.NULL;

  StreamInput(InputStream in) {
    this.in = in;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    if (next == end && !fill()) {
      return -1;
    }
    position++;
    return piece[next++] & 0xFF;
  }

  @Override
  public MemorySegment read(long count) throws IOException {
    if (buffer.byteSize() < count) {
      buffer = arena.allocate(count, Long.BYTES);
    }
    long got = 0;
    while (got < count && (next < end || fill())) {
      int copied = (int) Math.min(count - got, end - next);
      MemorySegment.copy(piece, next, buffer, ValueLayout.JAVA_BYTE, got, copied);
      next += copied;
      got += copied;
    }
    position += got;
    return buffer.asSlice(0, got);
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(piece));
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    if (arena.scope().isAlive()) {
      arena.close();
    }
    in.close();
  }
}
