package dev.codecsmith.lab.measure;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Remembers whether the stream was read to its end, which tells a short video from a long one. */
public final class EndSeeingStream extends FilterInputStream {
  private boolean ended;

  public EndSeeingStream(InputStream stream) {
    super(stream);
  }

  public boolean ended() {
    return ended;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    ended |= value < 0;
    return value;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    ended |= count < 0;
    return count;
  }
}
