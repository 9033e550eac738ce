package dev.codecsmith.codec.host;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A buffer of fixed size in front of a file, without the locks of {@link
 * java.io.BufferedInputStream}.
 */
final class HostInput extends InputStream {
  private final InputStream source;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;

  HostInput(InputStream source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    return position < limit || fill() ? buffer[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (position == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(buffer, position, bytes, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() throws IOException {
    return limit - position + source.available();
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, source.read(buffer, 0, buffer.length));
    return limit > 0;
  }
}
