package dev.codecsmith.codec.host;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * The process's output: a buffer of fixed size that only the host empties at the end. A codec's
 * flush and close do nothing, so one that closes its stream, or flushes after each byte, costs
 * nothing.
 */
final class HostOutput extends OutputStream {
  private static final int CAPACITY = 1 << 16;

  private final OutputStream target;
  private final byte[] buffer = new byte[CAPACITY];
  private int size;

  HostOutput(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int b) throws IOException {
    if (size == CAPACITY) {
      drain();
    }
    buffer[size++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > CAPACITY - size) {
      drain();
    }
    if (length >= CAPACITY) {
      target.write(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, buffer, size, length);
      size += length;
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** Writes what is still in the buffer. */
  void finish() throws IOException {
    drain();
    target.flush();
  }

  private void drain() throws IOException {
    target.write(buffer, 0, size);
    size = 0;
  }
}
