package dev.codecsmith.sandbox.posix;

import java.io.IOException;

/** A system call failed. */
public final class PosixException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  /**
   * @param call what failed
   * @param errno the C library's error number
   */
  public PosixException(String call, int errno) {
    super(call + ": " + Libc.errorText(errno));
    this.errno = errno;
  }

  /** The C library's error number. */
  public int errno() {
    return errno;
  }
}
