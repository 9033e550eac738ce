package dev.codecsmith.store.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that come from far: where the stream is cut, the rest is asked for from there on. One that
 * is cut again and again without a byte in between is given up.
 */
final class ResumedInputStream extends InputStream {
  private static final int CUTS_WITHOUT_A_BYTE = 5;

  private final Source source;
  private final long length;
  private @Nullable InputStream in;
  private long position;
  private int cuts;

  /** Where the bytes come from. */
  @FunctionalInterface
  interface Source {
    /** The bytes from a position to the end. */
    InputStream from(long position) throws IOException;
  }

  /**
   * A stream of bytes.
   *
   * @param first those from the beginning
   * @param length how many there are
   */
  ResumedInputStream(InputStream first, long length, Source source) {
    this.in = first;
    this.length = length;
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    while (position < length) {
      try {
        InputStream open = in;
        if (open == null) {
          open = source.from(position);
          in = open;
        }
        int got = open.read(target, offset, (int) Math.min(count, length - position));
        if (got < 0) {
          throw new EOFException("the connection ended at byte " + position + " of " + length);
        }
        position += got;
        cuts = 0;
        return got;
      } catch (IOException e) {
        cuts++;
        drop();
        if (cuts >= CUTS_WITHOUT_A_BYTE) {
          throw e;
        }
      }
    }
    return -1;
  }

  private void drop() {
    try {
      close();
    } catch (IOException _) {
      // It is cut, and of no use any more.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    InputStream open = in;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
