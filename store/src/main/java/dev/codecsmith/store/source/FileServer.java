package dev.codecsmith.store.source;

import java.io.IOException;

/** Where files are fetched from. */
@FunctionalInterface
interface FileServer {

  /**
   * Opens a file.
   *
   * @param from the byte that is wanted first
   * @throws RefusedException if asking again would be in vain
   */
  OpenedFile open(FileAddress address, long from) throws IOException;

  /** The server does not give the file, or the address is not to be asked. */
  final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }

    RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
