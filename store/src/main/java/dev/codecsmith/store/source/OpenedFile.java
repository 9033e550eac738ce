package dev.codecsmith.store.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * The rest of a file, as its server sends it.
 *
 * @param in its bytes
 * @param from where they begin: 0 where the server sends only whole files
 * @param size of the whole file, if the server tells
 */
record OpenedFile(InputStream in, long from, OptionalLong size) implements Closeable {
  @Override
  public void close() throws IOException {
    in.close();
  }
}
