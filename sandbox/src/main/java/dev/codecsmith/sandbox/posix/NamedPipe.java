package dev.codecsmith.sandbox.posix;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * A pipe with a place in a folder. Who reads it comes to its end when everybody who had opened it
 * for writing, and every process that inherited that, has closed it.
 */
public final class NamedPipe {
  private static final int FOR_THIS_USER = 0600;

  private NamedPipe() {}

  /**
   * Makes one that only this user may open. To open one end waits until somebody opens the other,
   * unless it is opened for both at once.
   *
   * @return {@code path}
   */
  public static Path create(Path path) throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      int made = Libc.mkfifo(arena.allocateFrom(path.toString()), FOR_THIS_USER);
      Libc.checked("mkfifo " + path, made);
      return path;
    }
  }
}
