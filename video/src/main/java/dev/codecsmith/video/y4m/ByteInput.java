package dev.codecsmith.video.y4m;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Bytes in order, of a mapped file without copying or of a stream into one reused buffer. */
sealed interface ByteInput extends Closeable permits MappedInput, StreamInput {

  /** How many bytes were read. */
  long position();

  /** The next byte, 0 to 255, or −1 at the end. */
  int read() throws IOException;

  /** The next {@code count} bytes, or fewer if the input ends before; valid until the next call. */
  MemorySegment read(long count) throws IOException;
}
